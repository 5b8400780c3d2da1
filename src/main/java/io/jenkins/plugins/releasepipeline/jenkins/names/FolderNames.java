package io.jenkins.plugins.releasepipeline.jenkins.names;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.ItemGroup;
import java.util.List;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/** The names that definitions of a folder's jobs mention, folders in it included. They win over those further out. */
public final class FolderNames extends AbstractFolderProperty<AbstractFolder<?>> {
    private final List<MappedName> names;

    /** @throws IllegalArgumentException when something is wrong with a name, or one is there twice */
    @DataBoundConstructor
    public FolderNames(List<MappedName> names) {
        this.names = MappedName.checked(names, true);
    }

    public List<MappedName> getNames() {
        return names == null ? List.of() : names;
    }

    @Extension(optional = true)
    @Symbol("releasePipelineNames")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.FolderNames_displayName();
        }

        /** The kinds of names that a folder may have. */
        public List<MappedName.OfKind> getKinds() {
            return MappedName.OfKind.all(true);
        }

        /** Null when the form has no names: then the folder keeps nothing of it. */
        @Override
        public AbstractFolderProperty<?> newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            List<MappedName> names = form.isNullObject() ? List.of() : MappedName.bound(request, form, true);
            return names.isEmpty() ? null : new FolderNames(names);
        }
    }

    /** What folders have. A kind that folders may not have does nothing there, however it came into the file. */
    @Extension(optional = true)
    public static final class OfFolders implements GroupNames {
        @Override
        public List<MappedName> of(ItemGroup<?> group) {
            if (!(group instanceof AbstractFolder<?> folder)) {
                return List.of();
            }
            FolderNames found = folder.getProperties().get(FolderNames.class);
            return found == null
                    ? List.of()
                    : found.getNames().stream()
                            .filter(name -> name.getDescriptor().isForFolders())
                            .toList();
        }
    }
}
