// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.structs.describable;

public class UninstantiatedDescribable implements java.io.Serializable {
    public UninstantiatedDescribable(java.lang.String p0, java.lang.String p1, java.util.Map<java.lang.String, ?> p2) {}
    @edu.umd.cs.findbugs.annotations.Nullable
    public java.lang.String getSymbol() { throw null; }
    public java.util.Map<java.lang.String, ?> getArguments() { throw null; }
}
