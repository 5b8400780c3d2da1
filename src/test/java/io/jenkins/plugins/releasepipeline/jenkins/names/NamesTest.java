package io.jenkins.plugins.releasepipeline.jenkins.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentConfiguration;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentTarget;
import io.jenkins.plugins.releasepipeline.jenkins.ReleasePipelineJob;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

public class NamesTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void nothing_is_mapped() throws Exception {
        GlobalNames.get().setNames(List.of());
        for (Item item : jenkins.jenkins.getItems()) {
            item.delete();
        }
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "forge", "the forge", "bot", "open-sesame-0815"));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, Item.EXTENDED_READ)
                .everywhere()
                .to("owner")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
    }

    private static List<MappedName> ofEachKind() {
        MappedRepository repository = new MappedRepository("acme/shop", "https://git.example.org/{repository}.git");
        repository.setCredentialsId("forge");
        MappedBuildProject project = new MappedBuildProject("shop-build");
        project.setLabel("linux && docker");
        project.setBuildspec("ci/build.yml");
        project.setEnvironment("TZ=UTC\nA=b=c");
        project.setTimeoutMinutes(30);
        MappedDeploymentGroup group = new MappedDeploymentGroup("shop/production");
        MappedTarget one = new MappedTarget("one", "/srv/one");
        one.setLabel("web1");
        group.setTargets(List.of(one, new MappedTarget("two", "/srv/two")));
        group.setConfiguration(DeploymentConfiguration.HalfAtATime);
        group.setAllowRunAs(true);
        MappedFunction function = new MappedFunction("smoke", "https://checks.example.org/smoke");
        function.setCredentialsId("forge");
        function.setTimeoutSeconds(90);
        MappedAlarm alarm = new MappedAlarm("errors", "https://monitoring.example.org/alerts", "/data/state", "ok");
        MappedProviderCommand command = new MappedProviderCommand("Jenkins", "make\nnightly build");
        command.setLabel("linux");
        command.setTimeoutMinutes(5);
        MappedImage image = new MappedImage("shop/web", "https://registry.example.org/shop/web");
        image.setCredentialsId("forge");
        return List.of(
                repository,
                project,
                group,
                new MappedProviderJob("Jenkins/nightly", "nightly"),
                command,
                function,
                alarm,
                image,
                new MappedBucket("www", "/srv/www"));
    }

    private static void standForWhatTheyShould(ReleasePipelineJob job) {
        NamesOfJob names = namesOf(job);
        assertThat(names.repository("", "acme/shop").orElseThrow()).satisfies(repository -> {
            assertThat(repository.url()).isEqualTo("https://git.example.org/acme/shop.git");
            assertThat(repository.credentialsId()).contains("forge");
        });
        assertThat(names.buildProject("shop-build").orElseThrow()).satisfies(project -> {
            assertThat(project.label()).isEqualTo("linux && docker");
            assertThat(project.buildspec()).contains("ci/build.yml");
            assertThat(project.environment()).isEqualTo(Map.of("TZ", "UTC", "A", "b=c"));
            assertThat(project.timeout()).contains(Duration.ofMinutes(30));
        });
        assertThat(names.deploymentGroup("shop", "production").orElseThrow()).satisfies(group -> {
            assertThat(group.targets())
                    .containsExactly(
                            new DeploymentTarget("one", "web1", "/srv/one"),
                            new DeploymentTarget("two", "", "/srv/two"));
            assertThat(group.configuration()).isEqualTo(DeploymentConfiguration.HalfAtATime);
            assertThat(group.allowRunAs()).isTrue();
        });
        assertThat(names.job("Jenkins", "nightly")).contains("nightly");
        assertThat(names.job("Jenkins", "")).isEmpty();
        assertThat(names.provider("Jenkins", "weekly").orElseThrow()).satisfies(command -> {
            assertThat(command.command()).containsExactly("make", "nightly build");
            assertThat(command.label()).isEqualTo("linux");
            assertThat(command.timeout()).contains(Duration.ofMinutes(5));
        });
        assertThat(names.function("smoke").orElseThrow()).satisfies(function -> {
            assertThat(function.url()).isEqualTo("https://checks.example.org/smoke");
            assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(90));
        });
        assertThat(names.alarm("errors").orElseThrow()).satisfies(alarm -> {
            assertThat(alarm.pointer()).isEqualTo("/data/state");
            assertThat(alarm.expected()).isEqualTo("ok");
            assertThat(alarm.credentialsId()).isEmpty();
        });
        assertThat(names.image("shop/web").orElseThrow().url()).isEqualTo("https://registry.example.org/shop/web");
        assertThat(names.bucket("www")).contains("/srv/www");
        assertThat(names.buildProject("another")).isEmpty();
    }

    @Test
    public void names_of_every_kind_come_through_the_form_of_Manage_Jenkins_unchanged() throws Exception {
        GlobalNames.get().setNames(ofEachKind());

        submit(jenkins.createWebClient().login("admin").goTo("manage/release-pipeline-names/"));

        assertThat(GlobalNames.get().getNames()).hasSize(9);
        standForWhatTheyShould(jenkins.createProject(ReleasePipelineJob.class, "shop"));
        assertThat(Files.readString(
                        jenkins.jenkins.getRootDir().toPath().resolve(GlobalNames.class.getName() + ".xml")))
                .contains("<credentialsId>forge</credentialsId>")
                .doesNotContain("open-sesame");
    }

    @Test
    public void names_of_a_folder_come_through_its_form_unchanged_and_a_folder_without_names_keeps_nothing()
            throws Exception {
        Folder team = jenkins.createProject(Folder.class, "team");
        team.addProperty(new FolderNames(ofEachKind().stream()
                .filter(each -> each.getDescriptor().isForFolders())
                .toList()));
        GlobalNames.get()
                .setNames(ofEachKind().stream()
                        .filter(each -> !each.getDescriptor().isForFolders())
                        .toList());
        Folder bare = jenkins.createProject(Folder.class, "bare");

        JenkinsRule.WebClient client = jenkins.createWebClient().login("owner");
        submit(client.goTo("job/team/configure"));
        submit(client.goTo("job/bare/configure"));

        standForWhatTheyShould(team.createProject(ReleasePipelineJob.class, "shop"));
        assertThat(bare.getProperties().get(FolderNames.class)).isNull();
    }

    @Test
    public void the_nearest_folder_wins() throws Exception {
        GlobalNames.get()
                .setNames(List.of(project("all", "jenkins"), project("outer", "jenkins"), project("inner", "jenkins")));
        Folder outer = jenkins.createProject(Folder.class, "outer");
        outer.addProperty(new FolderNames(List.of(project("outer", "outer"), project("inner", "outer"))));
        Folder inner = outer.createProject(Folder.class, "inner");
        inner.addProperty(new FolderNames(List.of(project("inner", "inner"))));
        NamesOfJob names = namesOf(inner.createProject(ReleasePipelineJob.class, "shop"));

        assertThat(names.buildProject("all").orElseThrow().label()).isEqualTo("jenkins");
        assertThat(names.buildProject("outer").orElseThrow().label()).isEqualTo("outer");
        assertThat(names.buildProject("inner").orElseThrow().label()).isEqualTo("inner");
    }

    @Test
    public void a_repository_is_found_by_its_connection_when_it_has_no_name_of_its_own() throws Exception {
        String connection = "arn:aws:codestar-connections:eu-west-1:111122223333:connection/1234";
        GlobalNames.get()
                .setNames(List.of(
                        new MappedRepository(connection, "https://git.example.org/{repository}"),
                        new MappedRepository("acme/own", "https://elsewhere.example.org/own")));
        NamesOfJob names = namesOf(jenkins.createProject(ReleasePipelineJob.class, "shop"));

        assertThat(names.repository(connection, "acme/shop").orElseThrow().url())
                .isEqualTo("https://git.example.org/acme/shop");
        assertThat(names.repository(connection, "acme/own").orElseThrow().url())
                .isEqualTo("https://elsewhere.example.org/own");
        assertThat(names.repository("", "acme/shop")).isEmpty();
    }

    @Test
    public void every_agent_with_the_label_of_a_deployment_group_is_a_target() throws Exception {
        MappedDeploymentGroup group = new MappedDeploymentGroup("shop/staging");
        group.setLabel("web");
        group.setRoot("/srv/shop");
        GlobalNames.get().setNames(List.of(group));
        NamesOfJob names = namesOf(jenkins.createProject(ReleasePipelineJob.class, "shop"));
        assertThat(names.deploymentGroup("shop", "staging").orElseThrow().targets())
                .isEmpty();

        jenkins.createSlave("web 1", "web", null);
        jenkins.createSlave("web2", "web big", null);

        assertThat(names.deploymentGroup("shop", "staging").orElseThrow().targets())
                .containsExactly(
                        new DeploymentTarget("web-1", "\"web 1\"", "/srv/shop"),
                        new DeploymentTarget("web2", "web2", "/srv/shop"));
    }

    @Test
    public void configuration_as_code_sets_names_and_exports_what_it_can_set_again() throws Exception {
        configure(
                """
                unclassified:
                  releasePipelineNames:
                    names:
                      - repository:
                          name: acme/shop
                          url: https://git.example.org/{repository}.git
                          credentialsId: forge
                      - buildProject:
                          name: shop-build
                          label: linux && docker
                          buildspec: ci/build.yml
                          environment: |
                            TZ=UTC
                            A=b=c
                          timeoutMinutes: 30
                      - deploymentGroup:
                          name: shop/production
                          configuration: HalfAtATime
                          allowRunAs: true
                          targets:
                            - {name: one, label: web1, root: /srv/one}
                            - {name: two, root: /srv/two}
                      - providerJob: {name: Jenkins/nightly, job: nightly}
                      - providerCommand:
                          name: Jenkins
                          command: |
                            make
                            nightly build
                          label: linux
                          timeoutMinutes: 5
                      - function:
                          name: smoke
                          url: https://checks.example.org/smoke
                          credentialsId: forge
                          timeoutSeconds: 90
                      - alarm:
                          name: errors
                          url: https://monitoring.example.org/alerts
                          pointer: /data/state
                          expected: ok
                      - imageRepository: {name: shop/web, url: 'https://registry.example.org/shop/web', credentialsId: forge}
                      - bucket: {name: www, directory: /srv/www}
                """);
        ReleasePipelineJob job = jenkins.createProject(ReleasePipelineJob.class, "shop");
        standForWhatTheyShould(job);

        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        String yaml = exported.toString(StandardCharsets.UTF_8);
        GlobalNames.get().setNames(List.of());
        configure("unclassified:\n" + section(yaml, "  releasePipelineNames:"));

        standForWhatTheyShould(job);
        assertThat(section(yaml, "  releasePipelineNames:")).doesNotContain("open-sesame");
    }

    @Test
    public void configuration_as_code_is_told_what_is_wrong() {
        assertThatThrownBy(
                        () -> configure(
                                """
                        unclassified:
                          releasePipelineNames:
                            names:
                              - buildProject: {name: shop}
                              - buildProject: {name: shop}
                              - repository: {name: shop, url: 'https://bot:secret@git.example.org/shop'}
                        """))
                .hasStackTraceContaining("Build project 'shop': There are two of this name.")
                .hasStackTraceContaining("Leave the password out");
        assertThat(GlobalNames.get().getNames()).isEmpty();
    }

    @Test
    public void a_form_with_a_name_that_is_there_twice_is_not_saved_and_says_so() throws Exception {
        GlobalNames.get().setNames(List.of(project("one", ""), project("two", "")));
        HtmlPage page = jenkins.createWebClient().login("admin").goTo("manage/release-pipeline-names/");
        HtmlForm form = page.getFormByName("config");
        form.getInputsByName("_.name").get(1).setValue("one");
        JenkinsRule.WebClient client = (JenkinsRule.WebClient) page.getWebClient();
        client.getOptions().setThrowExceptionOnFailingStatusCode(false);

        String answer = jenkins.submit(form).getWebResponse().getContentAsString();

        assertThat(answer).contains("There are two of this name");
        assertThat(GlobalNames.get().getNames()).extracting(MappedName::getName).containsExactly("one", "two");
    }

    @Test
    public void only_administrators_see_and_change_names_of_all_jobs() throws Exception {
        for (String user : List.of("owner", "reader")) {
            JenkinsRule.WebClient client = jenkins.createWebClient().login(user);
            client.getOptions().setThrowExceptionOnFailingStatusCode(false);

            assertThat(client.goTo("manage/release-pipeline-names/")
                            .getWebResponse()
                            .getStatusCode())
                    .isEqualTo(403);
            WebRequest post = new WebRequest(
                    client.createCrumbedUrl("manage/release-pipeline-names/configSubmit"), HttpMethod.POST);
            assertThat(client.<Page>getPage(post).getWebResponse().getStatusCode())
                    .isEqualTo(403);
        }
        JenkinsRule.WebClient admin = jenkins.createWebClient().login("admin");
        admin.getOptions().setThrowExceptionOnFailingStatusCode(false);
        URL get = new URL(jenkins.getURL(), "manage/release-pipeline-names/configSubmit");
        assertThat(admin.getPage(get).getWebResponse().getStatusCode()).isIn(404, 405);
    }

    @Test
    public void a_folder_may_not_name_directories_of_the_controller() throws Exception {
        assertThatThrownBy(() -> new FolderNames(List.of(new MappedBucket("www", "/etc"))))
                .hasMessageContaining("Bucket 'www': Only an administrator can map it");
        Folder team = jenkins.createProject(Folder.class, "team");
        String xml =
                "<com.cloudbees.hudson.plugins.folder.Folder><properties><" + FolderNames.class.getName() + "><names><"
                        + MappedBucket.class.getName() + "><name>www</name><directory>/etc</directory></"
                        + MappedBucket.class.getName() + "></names></" + FolderNames.class.getName()
                        + "></properties></com.cloudbees.hudson.plugins.folder.Folder>";
        team.updateByXml(new javax.xml.transform.stream.StreamSource(new java.io.StringReader(xml)));

        assertThat(namesOf(team.createProject(ReleasePipelineJob.class, "shop")).bucket("www"))
                .isEmpty();
    }

    @Test
    public void a_folder_may_not_have_the_controller_ask_other_servers() throws Exception {
        Folder team = jenkins.createProject(Folder.class, "team");
        List<MappedName> asked = List.of(
                new MappedFunction("smoke", "http://10.0.0.1/"),
                new MappedAlarm("errors", "http://10.0.0.1/", "/state", "ok"),
                new MappedImage("shop/web", "http://10.0.0.1/"));
        for (MappedName each : asked) {
            assertThatThrownBy(() -> new FolderNames(List.of(each)))
                    .hasMessageContaining("'" + each.getName() + "': Only an administrator can map it");
        }
        FolderNames older = new FolderNames(List.of(project("shop", "linux")));
        older.getNames().addAll(asked);
        team.addProperty(older);
        NamesOfJob names = namesOf(team.createProject(ReleasePipelineJob.class, "shop"));

        assertThat(names.buildProject("shop")).isPresent();
        assertThat(names.function("smoke")).isEmpty();
        assertThat(names.alarm("errors")).isEmpty();
        assertThat(names.image("shop/web")).isEmpty();
        assertThat(names.howToMap("alarms", "errors"))
                .isEqualTo("Map it in Manage Jenkins, Release Pipeline Names: add 'Alarm' with the name 'errors'.");
        assertThat(names.howToMap("functions", "smoke"))
                .contains("also in the configuration of a folder", "'Provider: a job' with the name 'Lambda/smoke'");
        JenkinsRule.WebClient client = jenkins.createWebClient().login("owner");
        client.getOptions().setThrowExceptionOnFailingStatusCode(false);
        HtmlForm form = client.goTo("job/team/configure").getFormByName("config");
        assertThat(jenkins.submit(form).getWebResponse().getContentAsString())
                .contains("Only an administrator can map it");
    }

    @Test
    public void the_form_says_what_is_wrong_with_a_value() throws Exception {
        MappedRepository.DescriptorImpl repository =
                jenkins.jenkins.getDescriptorByType(MappedRepository.DescriptorImpl.class);
        jenkins.jenkins.setAuthorizationStrategy(null);
        assertThat(repository.doCheckUrl(null, "https://git.example.org/x").kind)
                .isEqualTo(FormValidation.Kind.OK);
        assertThat(repository.doCheckUrl(null, "git@git.example.org:x").kind).isEqualTo(FormValidation.Kind.OK);
        for (String wrong : List.of(
                "",
                "ext::sh -c id",
                "--upload-pack=id",
                "https://bot:secret@git.example.org/x",
                "https://{repository}/x",
                "https://git.{repository}",
                "shop")) {
            assertThat(repository.doCheckUrl(null, wrong).kind).as(wrong).isEqualTo(FormValidation.Kind.ERROR);
        }
        assertThat(Wrong.httpUrl("file:///etc/passwd")).isPresent();
        assertThat(Wrong.environment("A=b\nnonsense"))
                .hasValueSatisfying(said -> assertThat(said).contains("'nonsense'"));
        assertThat(AgentLabels.wrong("linux &&")).isPresent();
        assertThat(AgentLabels.check(null, "nobody-has-it").kind).isEqualTo(FormValidation.Kind.WARNING);
    }

    @Test
    public void choices_of_credentials_are_for_those_who_may_use_them() throws Exception {
        Folder team = jenkins.createProject(Folder.class, "team");
        MappedRepository.DescriptorImpl repository =
                jenkins.jenkins.getDescriptorByType(MappedRepository.DescriptorImpl.class);

        assertThat(as("owner", () -> repository.doFillCredentialsIdItems(team, "", "")))
                .extracting(option -> option.value)
                .contains("forge");
        assertThat(as("owner", () -> repository.doFillCredentialsIdItems(null, "mine", "")))
                .extracting(option -> option.value)
                .containsExactly("mine");
        assertThat(as("reader", () -> repository.doFillCredentialsIdItems(team, "mine", "")))
                .extracting(option -> option.value)
                .containsExactly("mine");
    }

    private static ListBoxModel as(String user, java.util.concurrent.Callable<ListBoxModel> call) throws Exception {
        try (hudson.security.ACLContext as =
                hudson.security.ACL.as2(hudson.model.User.getById(user, true).impersonate2())) {
            return call.call();
        }
    }

    private static NamesOfJob namesOf(ReleasePipelineJob job) {
        return new NamesOfJob(Optional.of(job), () -> List.of(Jenkins.getAuthentication2()));
    }

    private static MappedBuildProject project(String name, String label) {
        MappedBuildProject project = new MappedBuildProject(name);
        project.setLabel(label);
        return project;
    }

    private static void submit(HtmlPage page) throws Exception {
        jenkins.submit(page.getFormByName("config"));
    }

    private void configure(String yaml) throws Exception {
        Path file = folder.getRoot().toPath().resolve("jenkins.yaml");
        Files.writeString(file, yaml);
        ConfigurationAsCode.get().configure(file.toString());
    }

    /** The lines from one that begins a section to the next with the same indent. */
    private static String section(String yaml, String begin) {
        StringBuilder lines = new StringBuilder();
        boolean inside = false;
        for (String line : yaml.lines().toList()) {
            if (line.equals(begin)) {
                inside = true;
            } else if (inside && !line.startsWith("   ")) {
                break;
            }
            if (inside) {
                lines.append(line).append('\n');
            }
        }
        return lines.toString();
    }
}
