// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.codahale.metrics;

public interface MetricSet extends com.codahale.metrics.Metric {
    java.util.Map<java.lang.String, com.codahale.metrics.Metric> getMetrics();
}
