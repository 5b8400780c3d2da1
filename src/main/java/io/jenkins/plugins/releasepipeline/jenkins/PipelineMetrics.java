package io.jenkins.plugins.releasepipeline.jenkins;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import java.util.HashMap;
import java.util.Map;
import jenkins.metrics.api.MetricProvider;

/** {@link PipelineCounts} for the plugin Metrics, and whoever reads that: each under {@code release-pipeline.}. */
@Extension(optional = true)
public final class PipelineMetrics extends MetricProvider {
    @NonNull
    @Override
    public MetricSet getMetricSet() {
        Map<String, Metric> gauges = new HashMap<>();
        JenkinsHost.get()
                .counts()
                .all()
                .forEach((name, value) -> gauges.put("release-pipeline." + name, (Gauge<Long>) value::getAsLong));
        return () -> gauges;
    }
}
