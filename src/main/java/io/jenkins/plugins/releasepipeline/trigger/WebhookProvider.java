package io.jenkins.plugins.releasepipeline.trigger;

/** Whose webhooks an endpoint takes, and so how a delivery is authenticated and read. */
public enum WebhookProvider {
    GITHUB,
    BITBUCKET_CLOUD,
    BITBUCKET_DATA_CENTER,
    GITLAB,
    CODECOMMIT,
    GITEA,
    GENERIC,
    /** CodeCommit's events as notifications of SNS. */
    SNS,
    /** A webhook of {@code PutWebhook}. */
    PUT_WEBHOOK
}
