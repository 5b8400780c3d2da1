// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.accmod;

@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Documented
@org.jvnet.hudson.annotation_indexer.Indexed
public @interface Restricted {
    java.lang.Class<? extends org.kohsuke.accmod.AccessRestriction>[] value();
}
