// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.codahale.metrics;

@java.lang.FunctionalInterface
public interface Gauge<T> extends com.codahale.metrics.Metric {
    T getValue();
}
