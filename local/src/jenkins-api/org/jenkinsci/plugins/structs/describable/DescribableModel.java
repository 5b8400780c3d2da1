// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.structs.describable;

public final class DescribableModel<T> implements java.io.Serializable {
    public static final java.lang.String CLAZZ = "$class";
    public DescribableModel(java.lang.Class<T> p0) {}
    public static <T> org.jenkinsci.plugins.structs.describable.DescribableModel<T> of(java.lang.Class<T> p0) { throw null; }
    public java.util.Collection<org.jenkinsci.plugins.structs.describable.DescribableParameter> getParameters() { throw null; }
    public org.jenkinsci.plugins.structs.describable.DescribableParameter getParameter(java.lang.String p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public org.jenkinsci.plugins.structs.describable.DescribableParameter getSoleRequiredParameter() { throw null; }
    public T instantiate(java.util.Map<java.lang.String, ?> p0, hudson.model.TaskListener p1) throws java.lang.IllegalArgumentException { throw null; }
}
