// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.google.common.util.concurrent;

public interface FutureCallback<V> {
    void onFailure(java.lang.Throwable p0);
}
