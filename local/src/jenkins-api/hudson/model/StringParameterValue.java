// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public class StringParameterValue extends hudson.model.ParameterValue {
    public StringParameterValue(java.lang.String p0, java.lang.String p1) { super((java.lang.String) null); }
    public java.lang.String getValue() { throw null; }
}
