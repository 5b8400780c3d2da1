// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

public final class XmlFile {
    public XmlFile(com.thoughtworks.xstream.XStream p0, java.io.File p1) {}
    public java.lang.Object read() throws java.io.IOException { throw null; }
    public void write(java.lang.Object p0) throws java.io.IOException { throw null; }
    public boolean exists() { throw null; }
}
