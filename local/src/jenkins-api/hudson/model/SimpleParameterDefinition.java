// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class SimpleParameterDefinition extends hudson.model.ParameterDefinition {
    protected SimpleParameterDefinition(java.lang.String p0) { super((java.lang.String) null); }
    public abstract hudson.model.ParameterValue createValue(java.lang.String p0);
}
