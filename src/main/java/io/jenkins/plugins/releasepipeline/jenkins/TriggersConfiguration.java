package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Descriptor;
import io.jenkins.plugins.releasepipeline.trigger.PollSettings;
import io.jenkins.plugins.releasepipeline.trigger.StatusTarget;
import io.jenkins.plugins.releasepipeline.trigger.WebhookEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** Webhooks, statuses on commits and polling, for all release pipelines of this Jenkins. */
@Extension
@Symbol("releasePipelineTriggers")
public final class TriggersConfiguration extends GlobalConfiguration {
    private static final Logger LOGGER = Logger.getLogger(TriggersConfiguration.class.getName());
    private static final int MAX_SECONDS = 86_400;

    private volatile List<WebhookItem> webhooks = List.of();
    private volatile List<CommitStatusItem> commitStatuses = List.of();
    private volatile int pollSeconds = (int) PollSettings.standard().interval().toSeconds();

    public TriggersConfiguration() {
        load();
    }

    static TriggersConfiguration get() {
        return ExtensionList.lookupSingleton(TriggersConfiguration.class);
    }

    public List<WebhookItem> getWebhooks() {
        return webhooks;
    }

    /** @throws IllegalArgumentException when one of them is wrong: which, and what would be right */
    @DataBoundSetter
    public void setWebhooks(List<WebhookItem> items) {
        List<WebhookItem> checked = items == null ? List.of() : List.copyOf(items);
        check("webhook", checked, WebhookItem::getName, WebhookItem::endpoint);
        webhooks = new ArrayList<>(checked);
        save();
    }

    public List<CommitStatusItem> getCommitStatuses() {
        return commitStatuses;
    }

    /** @throws IllegalArgumentException when one of them is wrong: which, and what would be right */
    @DataBoundSetter
    public void setCommitStatuses(List<CommitStatusItem> items) {
        List<CommitStatusItem> checked = items == null ? List.of() : List.copyOf(items);
        check("commit status", checked, CommitStatusItem::getName, CommitStatusItem::target);
        commitStatuses = new ArrayList<>(checked);
        save();
    }

    public int getPollSeconds() {
        return pollSeconds;
    }

    /** @param seconds between two looks at a source; 0 for none. Holds from the next start of Jenkins. */
    @DataBoundSetter
    public void setPollSeconds(int seconds) {
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException("Seconds between polls are 0 to " + MAX_SECONDS + ".");
        }
        pollSeconds = seconds;
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        try {
            setWebhooks(request.bindJSONToList(WebhookItem.class, form.opt("webhooks")));
            setCommitStatuses(request.bindJSONToList(CommitStatusItem.class, form.opt("commitStatuses")));
            setPollSeconds(form.optInt("pollSeconds", pollSeconds));
        } catch (IllegalArgumentException e) {
            throw new Descriptor.FormException(e.getMessage(), e, "webhooks");
        }
        return true;
    }

    Optional<WebhookEndpoint> endpoint(String name) {
        return webhooks.stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .flatMap(each -> valid(each.getName(), each::endpoint));
    }

    Optional<StatusTarget> status(String name) {
        return commitStatuses.stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .flatMap(each -> valid(each.getName(), each::target));
    }

    PollSettings polls() {
        return new PollSettings(Duration.ofSeconds(pollSeconds), Set.of());
    }

    private static <T> Optional<T> valid(String name, Supplier<T> made) {
        try {
            return Optional.of(made.get());
        } catch (IllegalArgumentException e) {
            LOGGER.log(Level.WARNING, "{0} is not used: {1}", new Object[] {name, e.getMessage()});
            return Optional.empty();
        }
    }

    private static <T> void check(String what, List<T> items, Function<T, String> name, Function<T, ?> made) {
        Set<String> names = new HashSet<>();
        for (T item : items) {
            try {
                made.apply(item);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("The " + what + " '" + name.apply(item) + "': " + e.getMessage(), e);
            }
            if (!names.add(name.apply(item))) {
                throw new IllegalArgumentException("There are two of the name '" + name.apply(item) + "'.");
            }
        }
    }
}
