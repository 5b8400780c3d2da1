package io.jenkins.plugins.releasepipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class SecretPropertiesTest {
    private static final ActionTypeId GITHUB = new ActionTypeId("Source", "ThirdParty", "GitHub", "1");
    private static final ActionTypeId GIT = new ActionTypeId("Source", "Custom", "Git", "1");

    @Test
    public void what_is_a_secret_by_its_nature_is_shown_as_stars() {
        assertThat(SecretProperties.shown(GITHUB, Map.of("OAuthToken", "ghp_1", "Owner", "acme")))
                .isEqualTo(Map.of("OAuthToken", "****", "Owner", "acme"));
    }

    @Test
    public void what_says_where_a_secret_is_stays() {
        for (String reference :
                new String[] {"{{resolve:secretsmanager:forge:SecretString:token}}", "#{variables.Token}", ""}) {
            assertThat(SecretProperties.shown(GITHUB, Map.of("OAuthToken", reference)))
                    .containsEntry("OAuthToken", reference);
        }
        assertThat(SecretProperties.shown(GITHUB, Map.of("OAuthToken", "{{resolve:x}}ghp_1")))
                .containsEntry("OAuthToken", "****");
    }

    @Test
    public void what_another_plugins_action_type_calls_secret_is_shown_as_stars_too() {
        ActionTypeId type = new ActionTypeId("Invoke", "Custom", "Pager", "1");
        ActionTypeSchema schema = new ActionTypeSchema(
                type,
                List.of(new ActionTypeSchema.ConfigurationProperty("Key", true, true, "String", "The key.", List.of())),
                true,
                new ActionTypeSchema.ArtifactCount(0, 0),
                new ActionTypeSchema.ArtifactCount(0, 0));

        assertThat(SecretProperties.shown(type, Map.of("Key", "k-1", "Text", "Go"), asked -> Optional.of(schema)))
                .isEqualTo(Map.of("Key", "****", "Text", "Go"));
    }

    @Test
    public void a_password_in_an_address_is_told_from_what_looks_like_one() {
        for (String written : List.of(
                "https://ada:pa:ss@git.example.org/shop.git",
                "[{\"url\": \"ssh://ada:x@git.example.org/shop\"}]",
                "https://:token@git.example.org/shop.git")) {
            assertThat(SecretProperties.hasPassword(written)).as(written).isTrue();
        }
        for (String other : List.of(
                "https://ada@git.example.org:8443/a@b:c",
                "https://git.example.org:8443?by=a@b",
                "git@git.example.org:acme/shop.git",
                "https://ada:#{variables.Token}@example.org/",
                "https://ada:{{resolve:secretsmanager:forge}}@example.org/")) {
            assertThat(SecretProperties.hasPassword(other)).as(other).isFalse();
        }
    }

    @Test
    public void passwords_in_addresses_are_not_shown() {
        assertThat(SecretProperties.shown(GIT, Map.of("Url", "https://ada:pa:ss@git.example.org/shop.git")))
                .containsEntry("Url", "https://ada:****@git.example.org/shop.git");
        assertThat(SecretProperties.shown(GIT, Map.of("Url", "https://ada@git.example.org:8443/a@b:c")))
                .containsEntry("Url", "https://ada@git.example.org:8443/a@b:c");
        assertThat(SecretProperties.shown(GIT, Map.of("Url", "git@git.example.org:acme/shop.git")))
                .containsEntry("Url", "git@git.example.org:acme/shop.git");
    }
}
