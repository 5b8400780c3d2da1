package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainSpecification;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.util.FormValidation;
import hudson.util.Secret;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What the forms of webhooks and of commit statuses say while they are filled in. */
public class TriggerFormsTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    private WebhookItem.DescriptorImpl webhook;
    private CommitStatusItem.DescriptorImpl status;

    @Before
    public void credentials() throws Exception {
        webhook = jenkins.jenkins.getDescriptorByType(WebhookItem.DescriptorImpl.class);
        status = jenkins.jenkins.getDescriptorByType(CommitStatusItem.DescriptorImpl.class);
        CredentialsStore store =
                CredentialsProvider.lookupStores(jenkins.jenkins).iterator().next();
        store.addCredentials(
                Domain.global(),
                new StringCredentialsImpl(CredentialsScope.SYSTEM, "hook", "", Secret.fromString("s3cret")));
        store.addDomain(
                new Domain("github", "", List.<DomainSpecification>of(new HostnameSpecification("api.github.com", ""))),
                new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "reporter", "", "bot", "open-sesame"));
    }

    @Test
    public void a_webhooks_fields_are_checked_with_what_they_depend_on() {
        right(webhook.doCheckName("github"));
        wrong(webhook.doCheckName("git hub"), "1 to 100 letters");
        right(webhook.doCheckCredentialsId("hook", "GITHUB", ""));
        wrong(webhook.doCheckCredentialsId("", "GITHUB", ""), "Choose the secret text");
        wrong(webhook.doCheckCredentialsId("hook", "SNS", ""), "know no secret");
        right(webhook.doCheckCredentialsId("", "PUT_WEBHOOK", "IP"));
        wrong(webhook.doCheckCredentialsId("", "PUT_WEBHOOK", "GITHUB_HMAC"), "Choose the secret text");
        doubtful(webhook.doCheckCredentialsId("hooks", "GITHUB", ""), "no credentials");
        right(webhook.doCheckTopics("", "GITHUB"));
        right(webhook.doCheckTopics("arn:aws:sns:eu-west-1:111122223333:commits", "SNS"));
        wrong(webhook.doCheckTopics("", "SNS"), "SNS needs");
        right(webhook.doCheckRepositoryPointer("/project/name"));
        wrong(webhook.doCheckRepositoryPointer("project.name"), "JSON pointer");
        wrong(webhook.doCheckRefPointer("ref"), "JSON pointer");
        wrong(webhook.doCheckAfterPointer("after"), "JSON pointer");
    }

    @Test
    public void what_belongs_to_put_webhook_is_needed_there_and_nowhere_else() throws Exception {
        Jobs.job(jenkins, "shop", Jobs.definition("https://git.example.org/shop.git", "true"));
        right(webhook.doCheckTargetPipeline("shop", "PUT_WEBHOOK"));
        doubtful(webhook.doCheckTargetPipeline("shops", "PUT_WEBHOOK"), "no release pipeline");
        wrong(webhook.doCheckTargetPipeline("", "PUT_WEBHOOK"), "needs this");
        wrong(webhook.doCheckTargetPipeline("shop", "GITHUB"), "alone");
        right(webhook.doCheckTargetPipeline("", "GITHUB"));
        right(webhook.doCheckTargetAction("Checkout", "PUT_WEBHOOK", "shop"));
        doubtful(webhook.doCheckTargetAction("Source", "PUT_WEBHOOK", "shop"), "no source action");
        wrong(webhook.doCheckTargetAction("", "PUT_WEBHOOK", "shop"), "needs this");
        right(webhook.doCheckAuthentication("IP", "PUT_WEBHOOK"));
        wrong(webhook.doCheckAuthentication("", "PUT_WEBHOOK"), "needs this");
        right(webhook.doCheckAllowedIpRange("192.0.2.0/24", "IP"));
        wrong(webhook.doCheckAllowedIpRange("example.org", "IP"), "no IP address");
        wrong(webhook.doCheckAllowedIpRange("192.0.2.0/24", "GITHUB_HMAC"), "belongs to");
        right(webhook.doCheckAllowedIpRange("", ""));
        right(webhook.doCheckFilters("$.ref = refs/heads/{Branch}", "PUT_WEBHOOK"));
        wrong(webhook.doCheckFilters("", "PUT_WEBHOOK"), "needs this");
        assertThat(webhook.doCheckFilters("ref", "PUT_WEBHOOK").kind).isEqualTo(FormValidation.Kind.ERROR);
    }

    @Test
    public void a_commit_statuss_fields_are_checked_with_what_they_depend_on() {
        right(status.doCheckName("team/shop", ""));
        wrong(status.doCheckName("shop", ""), "owner and name");
        right(status.doCheckName("shop", "team/shop"));
        right(status.doCheckRepository(""));
        wrong(status.doCheckRepository("shop"), "owner and name");
        right(status.doCheckApi("", "GITHUB"));
        wrong(status.doCheckApi("", "GITEA"), "where the API begins");
        wrong(status.doCheckApi("git.example.org", "GITEA"), "where the API begins");
        wrong(status.doCheckApi("", "GENERIC"), "is one of");
        right(status.doCheckCredentialsId("reporter", "GITHUB", ""));
        doubtful(status.doCheckCredentialsId("reporter", "GITEA", "https://git.example.org"), "does not allow");
        doubtful(status.doCheckCredentialsId("reporters", "GITHUB", ""), "no credentials");
        wrong(status.doCheckCredentialsId("", "GITHUB", ""), "Choose");
    }

    @Test
    public void nobody_but_an_administrator_is_told_anything_and_nobody_by_a_link() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().toEveryone());
        AsWhoStarts.as("bob", () -> {
            right(webhook.doCheckName("git hub"));
            right(webhook.doCheckCredentialsId("hooks", "GITHUB", ""));
            right(webhook.doCheckTargetPipeline("shops", "PUT_WEBHOOK"));
            right(status.doCheckCredentialsId("reporters", "GITHUB", ""));
            right(status.doCheckName("shop", ""));
            return null;
        });
        String address = jenkins.getURL() + webhook.getDescriptorUrl() + "/checkName?value=x";
        assertThat(jenkins.createWebClient()
                        .withThrowExceptionOnFailingStatusCode(false)
                        .getPage(new WebRequest(new java.net.URL(address), HttpMethod.GET))
                        .getWebResponse()
                        .getStatusCode())
                .isIn(404, 405);
    }

    private static void right(FormValidation said) {
        assertThat(said.kind).as(String.valueOf(said.getMessage())).isEqualTo(FormValidation.Kind.OK);
    }

    private static void wrong(FormValidation said, String part) {
        assertThat(said.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(said.getMessage()).contains(part);
    }

    private static void doubtful(FormValidation said, String part) {
        assertThat(said.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(said.getMessage()).contains(part);
    }
}
