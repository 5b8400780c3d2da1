// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.structs.describable;

abstract class Setter {
    Setter() {}
}
