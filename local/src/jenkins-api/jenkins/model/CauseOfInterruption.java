// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class CauseOfInterruption implements java.io.Serializable {
    public CauseOfInterruption() {}
    public abstract java.lang.String getShortDescription();
}
