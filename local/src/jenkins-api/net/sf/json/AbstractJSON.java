// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package net.sf.json;

abstract class AbstractJSON implements net.sf.json.JSON {
    AbstractJSON() {}
}
