// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.metrics.api;

public abstract class MetricProvider implements hudson.ExtensionPoint {
    public MetricProvider() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public abstract com.codahale.metrics.MetricSet getMetricSet();
}
