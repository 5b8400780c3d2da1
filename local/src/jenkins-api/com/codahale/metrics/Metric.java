// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.codahale.metrics;

public interface Metric {
}
