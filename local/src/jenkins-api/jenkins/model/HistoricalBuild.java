// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public interface HistoricalBuild extends jenkins.model.FullyNamedModelObject {
    int getNumber();
    @edu.umd.cs.findbugs.annotations.NonNull
    java.lang.String getUrl();
    @edu.umd.cs.findbugs.annotations.CheckForNull
    java.lang.String getDescription();
    long getQueueId();
    @edu.umd.cs.findbugs.annotations.CheckForNull
    hudson.model.Result getResult();
    @edu.umd.cs.findbugs.annotations.NonNull
    java.util.List<hudson.model.ParameterValue> getParameterValues();
    boolean isBuilding();
    @edu.umd.cs.findbugs.annotations.NonNull
    hudson.model.BallColor getIconColor();
    @edu.umd.cs.findbugs.annotations.NonNull
    java.util.Calendar getTimestamp();
    @edu.umd.cs.findbugs.annotations.NonNull
    java.lang.String getDurationString();
    @edu.umd.cs.findbugs.annotations.NonNull
    java.util.List<hudson.model.BuildBadgeAction> getBadgeActions();
}
