package io.jenkins.plugins.releasepipeline.jenkins;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.security.ACL;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Names of secrets are ids of credentials of this Jenkins, of those that any job may use. */
final class CredentialSecrets implements SecretResolver {

    @Override
    public Optional<String> secret(String name) {
        return credentials(StringCredentials.class, name)
                .map(found -> found.getSecret().getPlainText());
    }

    @Override
    public Optional<UsernamePassword> usernamePassword(String credentialsId) {
        return credentials(StandardUsernamePasswordCredentials.class, credentialsId)
                .map(found -> new UsernamePassword(
                        found.getUsername(), found.getPassword().getPlainText()));
    }

    @Override
    public String howToMap(String name) {
        return "Add a credential with the id '" + name + "' in Manage Jenkins, Credentials, with the scope Global.";
    }

    private static <C extends IdCredentials> Optional<C> credentials(Class<C> type, String id) {
        List<C> all = CredentialsProvider.lookupCredentialsInItemGroup(type, Jenkins.get(), ACL.SYSTEM2);
        return all.stream()
                .filter(each -> each.getId().equals(id) && each.getScope() != CredentialsScope.SYSTEM)
                .findFirst();
    }
}
