package io.jenkins.plugins.releasepipeline.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.FormValidation;
import java.time.Duration;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** How release pipelines deal with agents, in <em>Manage Jenkins</em> and by Configuration as Code. */
@Extension
@Symbol("releasePipelineAgents")
public final class AgentSettings extends GlobalConfiguration {
    private static final int DEFAULT_SECONDS = 300;
    private static final int MOST_SECONDS = 7 * 24 * 60 * 60;

    private int lostAgentSeconds = DEFAULT_SECONDS;

    public AgentSettings() {
        load();
    }

    static AgentSettings get() {
        return ExtensionList.lookupSingleton(AgentSettings.class);
    }

    /** For how long an agent that does not answer is waited for, before the actions on it fail. */
    public int getLostAgentSeconds() {
        return lostAgentSeconds;
    }

    /** @throws IllegalArgumentException unless it is 1 second to 7 days */
    @DataBoundSetter
    public void setLostAgentSeconds(int seconds) {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new IllegalArgumentException(Messages.AgentSettings_seconds(MOST_SECONDS));
        }
        lostAgentSeconds = seconds;
        save();
    }

    Duration patience() {
        return Duration.ofSeconds(lostAgentSeconds);
    }

    /** Why an action fails whose agent did not come back. */
    static String lost(String node, Duration patience) {
        boolean minutes = patience.toSeconds() % 60 == 0;
        long count = minutes ? patience.toMinutes() : patience.toSeconds();
        return "the agent " + node + " was not back within " + count + (minutes ? " minute" : " second")
                + (count == 1 ? "" : "s");
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject json) throws FormException {
        String seconds = json.optString("lostAgentSeconds").strip();
        if (!isNumber(seconds)) {
            throw new FormException(Messages.AgentSettings_seconds(MOST_SECONDS), "lostAgentSeconds");
        }
        setLostAgentSeconds(Integer.parseInt(seconds));
        return true;
    }

    /** Whether the number will do. */
    @RequirePOST
    public FormValidation doCheckLostAgentSeconds(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return value != null && isNumber(value.strip())
                ? FormValidation.ok()
                : FormValidation.error(Messages.AgentSettings_seconds(MOST_SECONDS));
    }

    private static boolean isNumber(String value) {
        return value.matches("[1-9][0-9]{0,5}") && Integer.parseInt(value) <= MOST_SECONDS;
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.AgentSettings_displayName();
    }
}
