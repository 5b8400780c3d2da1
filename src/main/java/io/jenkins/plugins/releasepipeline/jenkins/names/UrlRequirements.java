package io.jenkins.plugins.releasepipeline.jenkins.names;

import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.Util;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the domain of credentials has to allow for them to be sent to a URL: its scheme, host, port and path. */
public final class UrlRequirements {
    private static final Pattern URL =
            Pattern.compile("(?i)([a-z][a-z0-9+.-]*)://(?:[^/?#@]*@)?(\\[[^]]*]|[^/?#:]*)(?::(\\d{1,5}))?([^?#]*).*");
    private static final Pattern HOST_AND_PATH = Pattern.compile("(?:[^@/:]*@)?([^/:]+):.*");
    private static final String PLACEHOLDER = "{repository}";

    private UrlRequirements() {}

    /**
     * Whatever the URL is: also one that {@link java.net.URI} does not take is of some host. Nothing is required where there is
     * none. A path with {@code {repository}} in it is not known yet.
     */
    public static List<DomainRequirement> of(String url) {
        String text = Util.fixNull(url).strip();
        URIRequirementBuilder required = URIRequirementBuilder.create();
        Matcher whole = URL.matcher(text);
        Matcher brief = HOST_AND_PATH.matcher(text);
        if (whole.matches()) {
            int port = whole.group(3) == null ? -1 : Integer.parseInt(whole.group(3));
            required.withScheme(whole.group(1)).withHostnamePort(whole.group(2), port);
            if (!whole.group(4).contains(PLACEHOLDER)) {
                required.withPath(straight(whole.group(4)));
            }
        } else if (brief.matches()) {
            required.withScheme("ssh").withHostname(brief.group(1));
        }
        return required.build();
    }

    /** The path that a server is asked for. */
    private static String straight(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            String plain = name.replaceAll("(?i)%2e", ".");
            if (plain.equals("..")) {
                names.pollLast();
            } else if (!plain.equals(".")) {
                names.addLast(name);
            }
        }
        return String.join("/", names);
    }
}
