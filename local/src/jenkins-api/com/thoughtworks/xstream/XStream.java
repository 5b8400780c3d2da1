// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.thoughtworks.xstream;

public class XStream {
    public XStream() {}
    public void alias(java.lang.String p0, java.lang.Class p1) { throw null; }
}
