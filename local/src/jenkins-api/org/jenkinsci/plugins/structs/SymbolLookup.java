// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.structs;

public class SymbolLookup {
    public SymbolLookup() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public static java.util.Set<java.lang.String> getSymbolValue(java.lang.Object p0) { throw null; }
}
