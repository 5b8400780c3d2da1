package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Secrets of this machine: in environment variables, or in files that only their owner can read. */
final class LocalSecrets implements SecretResolver {
    private static final Logger LOGGER = Logger.getLogger(LocalSecrets.class.getName());
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);
    private static final long MAX_BYTES = 64 * 1024;

    private final Path file;
    private final Map<String, LocalConfiguration.SecretSection> secrets;
    private final Map<String, LocalConfiguration.CredentialsSection> credentials;

    LocalSecrets(
            Path file,
            Map<String, LocalConfiguration.SecretSection> secrets,
            Map<String, LocalConfiguration.CredentialsSection> credentials) {
        this.file = file;
        this.secrets = secrets;
        this.credentials = credentials;
    }

    @Override
    public Optional<String> secret(String name) {
        return Optional.ofNullable(secrets.get(name)).flatMap(this::value);
    }

    @Override
    public Optional<UsernamePassword> usernamePassword(String credentialsId, String url) {
        return Optional.ofNullable(credentials.get(credentialsId)).flatMap(found -> value(found.password())
                .map(password -> new UsernamePassword(found.username(), password)));
    }

    @Override
    public String howToMap(String name) {
        return "Map it in " + file + ", under 'secrets:', as '\"" + name + "\": {env: VARIABLE}' or '{file: PATH}' with"
                + " a file that only its owner can read (chmod 600).";
    }

    private Optional<String> value(LocalConfiguration.SecretSection section) {
        if (section.env() != null) {
            return Optional.ofNullable(System.getenv(section.env()));
        }
        Path path = file.resolveSibling(section.file());
        try {
            if (Files.size(path) > MAX_BYTES) {
                LOGGER.log(Level.WARNING, "The secret in {0} is not used: the file is too large for one", path);
                return Optional.empty();
            }
            if (Files.getFileStore(path).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
                LOGGER.log(
                        Level.WARNING,
                        "The secret in {0} is not used: others can read the file. Run: chmod 600 {0}",
                        path);
                return Optional.empty();
            }
            return Optional.of(Files.readString(path).stripTrailing());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The secret in {0} cannot be read: {1}", new Object[] {path, Messages.of(e)});
            return Optional.empty();
        }
    }
}
