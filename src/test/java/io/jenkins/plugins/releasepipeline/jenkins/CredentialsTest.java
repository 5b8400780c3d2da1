package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainCredentials;
import com.cloudbees.plugins.credentials.domains.DomainSpecification;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.domains.SchemeSpecification;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ExtensionList;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Computer;
import hudson.model.Result;
import hudson.model.User;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ArtifactCount;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ConfigurationProperty;
import io.jenkins.plugins.releasepipeline.jenkins.names.MappedRepository;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.TestExtension;

/** Which credentials are found, for whom and where to. */
public class CredentialsTest {
    private static final String URL = "https://git.example.org/team/shop.git";

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    private final MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
    private Folder team;
    private ReleasePipelineJob job;

    @Before
    public void a_job_in_a_folder() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(strategy.grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        for (String user : List.of("alice", "bob")) {
            User.getById(user, true).save();
        }
        team = jenkins.createProject(Folder.class, "team");
        job = team.createProject(ReleasePipelineJob.class, "shop");
    }

    @Test
    public void jenkins_itself_uses_those_of_the_folder_and_of_jenkins() throws Exception {
        add(store(jenkins.jenkins), Domain.global(), login(CredentialsScope.GLOBAL, "shared"));
        add(store(jenkins.jenkins), Domain.global(), login(CredentialsScope.SYSTEM, "own"));
        add(store(team), Domain.global(), login(CredentialsScope.GLOBAL, "teams"));

        assertThat(found("shared", URL, "")).isEqualTo("shared of SYSTEM");
        assertThat(found("teams", URL, "")).isEqualTo("teams of SYSTEM");
        assertThat(found("own", URL, "")).isEqualTo("nothing");
    }

    @Test
    public void a_user_uses_his_own_and_with_the_permission_those_of_the_folder_and_of_jenkins() throws Exception {
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate("team/shop", User.getById("bob", true).impersonate2()));
        add(store(jenkins.jenkins), Domain.global(), login(CredentialsScope.GLOBAL, "shared"));
        add(store(team), Domain.global(), login(CredentialsScope.GLOBAL, "teams"));
        addOwn("bob", "bobs");
        addOwn("alice", "alices");

        assertThat(found("bobs", URL, "")).isEqualTo("bobs of bob");
        assertThat(found("alices", URL, "")).isEqualTo("nothing");
        assertThat(found("shared", URL, "")).isEqualTo("nothing");
        assertThat(found("teams", URL, "")).isEqualTo("nothing");

        strategy.grant(CredentialsProvider.USE_ITEM).onItems(job).to("bob");

        assertThat(found("shared", URL, "")).isEqualTo("shared of bob");
        assertThat(found("teams", URL, "")).isEqualTo("teams of bob");
        assertThat(found("alices", URL, "")).isEqualTo("nothing");
        assertThat(ofJob().usernamePassword("teams", URL)).isPresent();
    }

    /** As {@code withCredentials}: what the job is configured to use does not depend on who starts it. */
    @Test
    public void who_starts_a_run_adds_what_he_may_use_to_what_the_job_may_use() throws Exception {
        add(store(team), Domain.global(), login(CredentialsScope.GLOBAL, "teams"));
        addOwn("bob", "bobs");

        assertThat(found("teams", URL, "bob")).isEqualTo("teams of bob");
        assertThat(found("bobs", URL, "bob")).isEqualTo("nothing");
        strategy.grant(CredentialsProvider.USE_OWN).onItems(job).to("bob", "alice");
        assertThat(found("bobs", URL, "bob")).isEqualTo("bobs of bob");
        assertThat(found("bobs", URL, "alice")).isEqualTo("nothing");
        assertThat(ofJob().usernamePassword("bobs", URL)).isEmpty();

        ExtensionList.lookupSingleton(Starters.class).otherwise = Jenkins.ANONYMOUS2;
        assertThat(found("teams", URL, "bob")).isEqualTo("nothing");
        strategy.grant(CredentialsProvider.USE_ITEM).onItems(job).to("bob");
        assertThat(found("teams", URL, "bob")).isEqualTo("teams of bob");
    }

    @Test
    public void credentials_for_one_host_go_to_no_other() throws Exception {
        Domain forge = new Domain(
                "forge",
                "",
                List.<DomainSpecification>of(
                        new HostnameSpecification("git.example.org", ""), new SchemeSpecification("https")));
        add(store(team), forge, login(CredentialsScope.GLOBAL, "teams"));
        add(
                store(team),
                forge,
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString("t0ken")));
        SecretResolver secrets = ofJob();

        assertThat(secrets.usernamePassword("teams", URL)).isPresent();
        assertThat(secrets.usernamePassword("teams", "https://bot@git.example.org:443/{x y}.git"))
                .isPresent();
        assertThat(secrets.secret("token", URL)).contains("t0ken");
        assertThat(secrets.secret("token")).contains("t0ken");
        for (String elsewhere : List.of(
                "http://git.example.org/shop.git",
                "https://git.example.com/shop.git",
                "https://git.example.org@evil.example/shop.git",
                "https://git.example.org:x@evil.example/shop.git",
                "https://evil.example/{x y}.git",
                "https://evil_host/shop.git",
                "https://evil.example?@git.example.org/",
                "bot@git.example.com:shop.git")) {
            assertThat(secrets.usernamePassword("teams", elsewhere))
                    .as(elsewhere)
                    .isEmpty();
            assertThat(secrets.secret("token", elsewhere)).as(elsewhere).isEmpty();
        }
        MappedRepository.DescriptorImpl form =
                jenkins.jenkins.getDescriptorByType(MappedRepository.DescriptorImpl.class);
        AsWhoStarts.as("admin", () -> {
            assertThat(values(form.doFillCredentialsIdItems(team, "", "https://git.example.org/{repository}.git")))
                    .contains("teams");
            assertThat(values(form.doFillCredentialsIdItems(team, "", "https://git.example.com/shop.git")))
                    .doesNotContain("teams");
            assertThat(form.doCheckCredentialsId(team, "teams", URL).kind).isEqualTo(FormValidation.Kind.OK);
            assertThat(form.doCheckCredentialsId(team, "teams", "https://git.example.com/shop.git")
                            .getMessage())
                    .contains("does not allow this URL");
            return null;
        });
    }

    @Test
    public void those_of_the_scope_system_are_offered_where_jenkins_itself_uses_them_and_nowhere_else()
            throws Exception {
        add(store(jenkins.jenkins), Domain.global(), login(CredentialsScope.SYSTEM, "reporter"));
        add(store(jenkins.jenkins), Domain.global(), login(CredentialsScope.GLOBAL, "reader"));
        add(
                store(jenkins.jenkins),
                Domain.global(),
                new StringCredentialsImpl(CredentialsScope.SYSTEM, "hook", "", Secret.fromString("s3cret")));
        SecretResolver ofJenkins = new CredentialSecrets(new PipelineJobs(), id -> Optional.empty());
        CommitStatusItem.DescriptorImpl statuses =
                jenkins.jenkins.getDescriptorByType(CommitStatusItem.DescriptorImpl.class);
        MappedRepository.DescriptorImpl names =
                jenkins.jenkins.getDescriptorByType(MappedRepository.DescriptorImpl.class);

        assertThat(ofJenkins.secret("hook")).contains("s3cret");
        assertThat(ofJenkins.usernamePassword("reporter", "https://api.github.com"))
                .isPresent();
        assertThat(ofJob().secret("hook")).isEmpty();
        assertThat(ofJenkins.forPipeline("of-no-job").secret("hook")).isEmpty();
        AsWhoStarts.as("admin", () -> {
            assertThat(values(statuses.doFillCredentialsIdItems("", "GITHUB", "")))
                    .contains("reporter", "reader");
            assertThat(values(names.doFillCredentialsIdItems(null, "", URL)))
                    .contains("reader")
                    .doesNotContain("reporter");
            assertThat(names.doCheckCredentialsId(null, "reporter", URL).getMessage())
                    .contains("that jobs may use");
            return null;
        });
    }

    private static List<String> values(ListBoxModel items) {
        return items.stream().map(option -> option.value).toList();
    }

    private SecretResolver ofJob() throws Exception {
        return new CredentialSecrets(new PipelineJobs(), id -> Optional.empty()).forPipeline(job.getPipelineId());
    }

    /** What an action gets in a run that a user starts, or nobody when that is empty. */
    private String found(String id, String url, String user) throws Exception {
        job.setDefinition(
                """
                pipeline:
                  name: shop
                  pipelineType: V2
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          actionTypeId: {category: Source, owner: Custom, provider: Git, version: '1'}
                          configuration: {Url: '%s', Branch: main}
                          outputArtifacts: [{name: Code}]
                    - name: Use
                      actions:
                        - name: Ask
                          actionTypeId: {category: Invoke, owner: Custom, provider: Ask, version: '1'}
                          configuration: {Id: '%s', Url: '%s'}
                """
                        .formatted(repository.url(), id, url));
        strategy.grant(Computer.BUILD).everywhere().toEveryone();
        ReleasePipelineRun run = user.isEmpty()
                ? job.scheduleBuild2(0).get()
                : job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause(user)))
                        .get();
        Jobs.ended(jenkins, run, Result.SUCCESS);
        String log = JenkinsRule.getLog(run);
        String name =
                log.substring(log.indexOf("found: ") + 7).lines().findFirst().orElseThrow();
        return name.equals("nothing")
                ? name
                : name + " of " + RunAuthentication.of(run).getName();
    }

    private static UsernamePasswordCredentialsImpl login(CredentialsScope scope, String id) throws Exception {
        return new UsernamePasswordCredentialsImpl(scope, id, "", id, "open-sesame");
    }

    private static CredentialsStore store(Jenkins of) {
        return CredentialsProvider.lookupStores(of).iterator().next();
    }

    private static CredentialsStore store(Folder of) throws Exception {
        FolderCredentialsProperty property = of.getProperties().get(FolderCredentialsProperty.class);
        if (property == null) {
            property = new FolderCredentialsProperty(new DomainCredentials[0]);
            of.addProperty(property);
        }
        return property.getStore();
    }

    private static void add(CredentialsStore store, Domain domain, Credentials credentials) throws Exception {
        if (!store.addDomain(domain, credentials)) {
            store.addCredentials(domain, credentials);
        }
    }

    private static void addOwn(String user, String id) throws Exception {
        AsWhoStarts.as(user, () -> {
            add(
                    CredentialsProvider.lookupStores(User.getById(user, false))
                            .iterator()
                            .next(),
                    Domain.global(),
                    login(CredentialsScope.USER, id));
            return null;
        });
    }

    /** Invoke/Custom/Ask: tells whether there are credentials for a URL. */
    @TestExtension
    public static final class Ask implements ActionProvider {
        @Override
        public ActionTypeId type() {
            return new ActionTypeId("Invoke", "Custom", "Ask", "1");
        }

        @Override
        public ActionTypeSchema schema() {
            return new ActionTypeSchema(
                    type(),
                    List.of(
                            new ConfigurationProperty("Id", true, false, "String", "Which", List.of()),
                            new ConfigurationProperty("Url", true, false, "String", "Where to", List.of())),
                    false,
                    new ArtifactCount(0, 0),
                    new ArtifactCount(0, 0));
        }

        @Override
        public ActionRun start(ActionContext context) {
            return ActionWork.begin(context, work -> {
                Optional<UsernamePassword> found =
                        context.secrets().usernamePassword(work.required("Id"), work.required("Url"));
                context.log()
                        .println("found: "
                                + found.map(UsernamePassword::username).orElse("nothing"));
                return CompletableFuture.completedStage(ActionResult.succeeded());
            });
        }

        @Override
        public ActionRun reattach(ActionContext context) {
            return start(context);
        }
    }

    @TestExtension("who_starts_a_run_adds_what_he_may_use_to_what_the_job_may_use")
    public static final class Starters extends AsWhoStarts {}
}
