package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.NameMappings.Repository;
import io.jenkins.plugins.releasepipeline.action.RestartableAction;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Source/ThirdParty/GitHub}: a repository of GitHub, read from there unless the host maps {@code Owner/Repo} to
 * another place. An {@code OAuthToken} of the form {@code {{resolve:secretsmanager:NAME:SecretString:KEY}}} names the
 * secret {@code NAME:KEY} of the host; a token in the definition itself is not used.
 */
public final class GitHubSource extends RestartableAction {
    private static final Pattern DYNAMIC_REFERENCE = Pattern.compile(
            "\\{\\{resolve:secretsmanager:((?:arn:[^{}]*?:secret:)?[^:{}]+)(?::SecretString(?::([^:{}]*))?(?::[^{}]*)?)?}}");

    public GitHubSource() {
        super(new ActionTypeId("Source", "ThirdParty", "GitHub", "1"));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return GitDelivery.begin(context, GitTimeouts.DEFAULT, GitHubSource::request);
    }

    static GitRequest request(SourceSettings settings) {
        String owner = settings.required("Owner");
        String name = settings.required("Repo");
        String full = owner + "/" + name;
        GitUrl page = GitUrl.parse("https://github.com/" + full);
        Optional<Repository> mapped = settings.mappings().repository("", full);
        GitUrl url = mapped.map(repository -> GitUrl.parse(repository.url())).orElse(page);
        return new GitRequest(
                url,
                mapped.flatMap(Repository::credentialsId),
                settings.optional("OAuthToken").flatMap(token -> secret(settings, token, url)),
                Optional.of(settings.required("Branch")),
                GitRequest.ZIP,
                Map.of("RepositoryName", name, "FullRepositoryName", full),
                Optional.of(page));
    }

    private static Optional<String> secret(SourceSettings settings, String token, GitUrl url) {
        Matcher matcher = DYNAMIC_REFERENCE.matcher(token);
        if (matcher.matches()) {
            String key = matcher.group(2);
            String name = key == null ? matcher.group(1) : matcher.group(1) + ":" + key;
            return settings.secrets().secret(name, url.text());
        }
        if (token.chars().anyMatch(c -> c != '*')) {
            settings.log().mask(token);
            settings.log()
                    .println("The OAuthToken in the definition is not used: a definition holds no secrets. Map the"
                            + " repository to a credential instead.");
        }
        return Optional.empty();
    }
}
