package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** No secret is in anything that is kept or printed, whatever actions do with it. */
public class SecretsTest {
    private static final String SECRET = "s3cr3t-Fjord-91";
    private static final String TOKEN = "ghp_Zwiebel77Token";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void secrets_are_in_no_file_of_the_home_and_in_nothing_printed() throws Exception {
        Path root = folder.getRoot().toPath();
        Path home = Files.createDirectories(root.resolve("home"));
        GitRepository.create(root.resolve("repository"))
                .write(
                        "buildspec.yml",
                        """
                        version: 0.2
                        env:
                          secrets-manager: {API_KEY: "shop/key"}
                          exported-variables: [LEAK, PART, FINE]
                        phases:
                          build:
                            commands:
                              - export LEAK="$API_KEY"
                              - export PART="key=$API_KEY;"
                              - export FINE=yes
                              - echo "the key is $API_KEY"
                        """)
                .commit("Begin");
        Files.writeString(
                home.resolve("release-pipeline.yaml"),
                "secrets: {shop/key: {env: SHOP_KEY}}\nrepositories: {acme/shop: {url: " + root.resolve("repository")
                        + "}}\n");
        Path definition = root.resolve("shop.yaml");
        Files.writeString(
                definition,
                """
                name: shop
                pipelineType: V2
                stages:
                  - name: Source
                    actions:
                      - name: Checkout
                        actionTypeId: {category: Source, owner: ThirdParty, provider: GitHub, version: "1"}
                        configuration: {Owner: acme, Repo: shop, Branch: main, OAuthToken: TOKEN}
                        outputArtifacts: [{name: Code}]
                  - name: Build
                    actions:
                      - name: Compile
                        namespace: Built
                        actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: "1"}
                        configuration: {ProjectName: shop}
                        inputArtifacts: [{name: Code}]
                  - name: Deploy
                    actions:
                      - name: Ship
                        actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                        inputArtifacts: [{name: Code}]
                        commands:
                          - 'echo "shipping with $KEY, fine: #{Built.FINE}"'
                          - 'echo "no way in for $KEY" >&2'
                          - 'exit 3'
                        environmentVariables:
                          - {name: KEY, value: "shop/key", type: SECRETS_MANAGER}
                """
                        .replace("TOKEN", TOKEN));
        Cli cli = new Cli(root, Map.of("SHOP_KEY", SECRET));

        Cli.Result run = cli.run("run", definition.toString(), "--home", home.toString());
        Cli.Result told = cli.run("history", "shop", "1", "--home", home.toString());
        Cli.Result json = cli.run("history", "shop", "1", "--json", "--home", home.toString());

        assertThat(run.exit()).as(run.toString()).isEqualTo(1);
        assertThat(run.out()).contains("no way in for *****");
        JsonNode actions = new JsonMapper().readTree(json.out()).path("actionExecutionDetails");
        assertThat(actions.at("/1/output/outputVariables/FINE").asText()).isEqualTo("yes");
        assertThat(actions.at("/2/input/configuration/OAuthToken").asText()).isEqualTo("****");
        assertThat(actions.at("/2/input/resolvedConfiguration/OAuthToken").asText())
                .isEqualTo("****");
        for (Cli.Result each : List.of(run, told, json)) {
            assertThat(each.out() + each.err()).doesNotContain(SECRET, TOKEN);
        }
        assertThat(filesWith(home)).isEmpty();
    }

    private static List<Path> filesWith(Path home) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (content.contains(SECRET) || content.contains(TOKEN)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
