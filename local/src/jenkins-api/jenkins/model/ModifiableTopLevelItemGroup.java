// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public interface ModifiableTopLevelItemGroup extends hudson.model.ModifiableItemGroup<hudson.model.TopLevelItem> {
    hudson.model.TopLevelItem createProject(hudson.model.TopLevelItemDescriptor p0, java.lang.String p1, boolean p2) throws java.io.IOException;
}
