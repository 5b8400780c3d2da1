// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public class PasswordParameterDefinition extends hudson.model.SimpleParameterDefinition {
    @Deprecated
    public PasswordParameterDefinition(java.lang.String p0, java.lang.String p1, java.lang.String p2) { super((java.lang.String) null); }
    public hudson.model.ParameterValue createValue(java.lang.String p0) { throw null; }
    public hudson.model.ParameterValue getDefaultParameterValue() { throw null; }
}
