package io.jenkins.plugins.releasepipeline.trigger;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Where what became of a commit is told.
 *
 * @param provider GITHUB, GITLAB, BITBUCKET_CLOUD, BITBUCKET_DATA_CENTER or GITEA
 * @param api where its API begins, {@code https://api.github.com} say; without a slash at the end
 * @param repository the repository's full name there
 * @param credentials the name of the user name and token that may tell it
 */
public record StatusTarget(WebhookProvider provider, String api, String repository, String credentials) {
    private static final Set<WebhookProvider> PROVIDERS = Set.of(
            WebhookProvider.GITHUB,
            WebhookProvider.GITLAB,
            WebhookProvider.BITBUCKET_CLOUD,
            WebhookProvider.BITBUCKET_DATA_CENTER,
            WebhookProvider.GITEA);

    /**
     * @param api empty for the provider's own service, where it has one
     * @throws IllegalArgumentException when something is missing or wrong: what would be right
     */
    public StatusTarget {
        if (provider == null || !PROVIDERS.contains(provider)) {
            throw new IllegalArgumentException(
                    "'provider' is one of GITHUB, GITLAB, BITBUCKET_CLOUD," + " BITBUCKET_DATA_CENTER and GITEA");
        }
        if (credentials == null || credentials.isEmpty()) {
            throw new IllegalArgumentException("'credentials' is missing");
        }
        if (!repository.matches("[^/\\s]+(?:/[^/\\s]+)+") || repository.contains("..")) {
            throw new IllegalArgumentException(
                    "'repository' is owner and name, as team/shop; '" + repository + "' is not");
        }
        api = (api == null || api.isEmpty() ? service(provider) : api).replaceFirst("/+$", "");
        if (!isWeb(api)) {
            throw new IllegalArgumentException("'api' is where the API begins, as https://git.example.org");
        }
    }

    private static String service(WebhookProvider provider) {
        return switch (provider) {
            case GITHUB -> "https://api.github.com";
            case GITLAB -> "https://gitlab.com";
            case BITBUCKET_CLOUD -> "https://api.bitbucket.org";
            default -> "";
        };
    }

    private static boolean isWeb(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
