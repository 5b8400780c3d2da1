// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.structs.describable;

public final class DescribableParameter {
    DescribableParameter(org.jenkinsci.plugins.structs.describable.DescribableModel<?> p0, java.lang.reflect.Type p1, java.lang.String p2, org.jenkinsci.plugins.structs.describable.Setter p3) {}
    public java.lang.reflect.Type getRawType() { throw null; }
    public java.lang.Class getErasedType() { throw null; }
    public java.lang.String getName() { throw null; }
}
