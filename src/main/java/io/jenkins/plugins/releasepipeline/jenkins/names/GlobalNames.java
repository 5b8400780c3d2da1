package io.jenkins.plugins.releasepipeline.jenkins.names;

import hudson.Extension;
import hudson.model.Descriptor;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The names that definitions of all jobs of this Jenkins mention. They have a {@linkplain NamesPage page of their own};
 * in Configuration as Code, {@code unclassified: releasePipelineNames: names}.
 */
@Extension
@Symbol("releasePipelineNames")
public final class GlobalNames extends GlobalConfiguration {
    private volatile List<MappedName> names = new ArrayList<>();

    public GlobalNames() {
        load();
    }

    static GlobalNames get() {
        return GlobalConfiguration.all().getInstance(GlobalNames.class);
    }

    public List<MappedName> getNames() {
        return names == null ? List.of() : names;
    }

    /** Saves them. @throws IllegalArgumentException when something is wrong with one, or one is there twice */
    @DataBoundSetter
    public void setNames(List<MappedName> names) {
        this.names = MappedName.checked(names, false);
        save();
    }

    /** The kinds of names that there are. */
    public List<MappedName.OfKind> getKinds() {
        return MappedName.OfKind.all(false);
    }

    /** Takes nothing from <em>Manage Jenkins</em>, <em>System</em>, which has only a link to their page. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) {
        return true;
    }

    void bind(StaplerRequest2 request, JSONObject form) throws Descriptor.FormException {
        names = MappedName.bound(request, form, false);
        save();
    }
}
