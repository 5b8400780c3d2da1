// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public interface PersistentDescriptor extends jenkins.model.Loadable, hudson.model.Saveable {
    void load();
}
