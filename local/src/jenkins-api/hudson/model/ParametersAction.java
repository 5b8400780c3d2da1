// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public class ParametersAction implements jenkins.model.RunAction2, java.lang.Iterable<hudson.model.ParameterValue>, hudson.model.Queue.QueueAction, hudson.model.EnvironmentContributingAction, hudson.model.labels.LabelAssignmentAction {
    public ParametersAction(java.util.List<hudson.model.ParameterValue> p0) {}
    public void buildEnvironment(hudson.model.Run<?, ?> p0, hudson.EnvVars p1) { throw null; }
    public java.util.Iterator<hudson.model.ParameterValue> iterator() { throw null; }
    public java.lang.String getDisplayName() { throw null; }
    public java.lang.String getIconFileName() { throw null; }
    public java.lang.String getUrlName() { throw null; }
    public boolean shouldSchedule(java.util.List<hudson.model.Action> p0) { throw null; }
    public java.util.List<hudson.model.ParameterValue> getAllParameters() { throw null; }
}
