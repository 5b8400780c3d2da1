// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.structs;

public class SymbolLookup {
    public SymbolLookup() {}
    public hudson.model.Descriptor<?> findDescriptor(java.lang.Class<?> p0, java.lang.String p1) { throw null; }
    public static org.jenkinsci.plugins.structs.SymbolLookup get() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public static java.util.Set<java.lang.String> getSymbolValue(java.lang.Object p0) { throw null; }
}
