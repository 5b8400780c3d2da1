package io.jenkins.plugins.releasepipeline.trigger;

import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;

/** What is asked of SNS; only addresses of SNS itself are given. Blocks; thread-safe. */
public interface Sns {
    /** @throws IOException when there is no certificate to be had */
    X509Certificate certificate(URI address) throws IOException;

    /**
     * Says that a subscription is wanted.
     *
     * @throws IOException when SNS does not say that it is confirmed
     */
    void confirm(URI subscription) throws IOException;
}
