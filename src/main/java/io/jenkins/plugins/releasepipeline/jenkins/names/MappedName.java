package io.jenkins.plugins.releasepipeline.jenkins.names;

import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

/** A name that definitions mention, and what it stands for on this Jenkins. Immutable once it is configured. */
public abstract class MappedName implements Describable<MappedName> {
    /** The most names of a folder, or of Jenkins. */
    static final int MOST = 5_000;

    private final String name;

    MappedName(String name) {
        this.name = trimmed(name);
    }

    /** The name as definitions write it. */
    public final String getName() {
        return Util.fixNull(name);
    }

    /** What is wrong with it. */
    abstract Stream<Optional<String>> problems();

    @Override
    public final OfKind getDescriptor() {
        return (OfKind) Jenkins.get().getDescriptorOrDie(getClass());
    }

    static String trimmed(String text) {
        return Util.fixNull(text).strip();
    }

    static Optional<String> optional(String text) {
        return Optional.ofNullable(Util.fixEmptyAndTrim(text));
    }

    /**
     * What is wrong with names that somebody wants to have: in themselves, and names that are there twice.
     *
     * @param inFolder whether they are to be a folder's
     * @return a sentence each; empty when nothing is
     */
    static List<String> problems(List<MappedName> names, boolean inFolder) {
        List<String> problems = new ArrayList<>();
        if (names.size() > MOST) {
            problems.add(Messages.MappedName_many(names.size(), MOST));
            return problems;
        }
        Set<List<String>> seen = new HashSet<>();
        for (MappedName each : names) {
            OfKind kind = each.getDescriptor();
            String place = kind.getDisplayName() + " '" + each.getName() + "': ";
            Stream.concat(Stream.of(Wrong.name(each.getName())), each.problems())
                    .flatMap(Optional::stream)
                    .forEach(problem -> problems.add(place + problem));
            if (inFolder && !kind.isForFolders()) {
                problems.add(place + Messages.MappedName_notInFolders());
            }
            if (!seen.add(List.of(kind.getId(), each.getName()))) {
                problems.add(place + Messages.MappedName_twice());
            }
        }
        return problems;
    }

    /** The names of a submitted form. @throws Descriptor.FormException when something is wrong with one of them */
    static List<MappedName> bound(StaplerRequest2 request, JSONObject form, boolean inFolder)
            throws Descriptor.FormException {
        List<MappedName> names = Descriptor.newInstancesFromHeteroList(
                request, form, "names", Jenkins.get().getDescriptorList(MappedName.class));
        List<String> problems = problems(names, inFolder);
        if (!problems.isEmpty()) {
            throw new Descriptor.FormException(
                    Messages.MappedName_notSaved() + "\n" + String.join("\n", problems), "names");
        }
        return names;
    }

    /** The same names. @throws IllegalArgumentException when something is wrong with one of them */
    static List<MappedName> checked(List<? extends MappedName> names, boolean inFolder) {
        List<MappedName> all = names == null ? List.of() : List.copyOf(names);
        List<String> problems = problems(all, inFolder);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(Messages.MappedName_notSaved() + "\n" + String.join("\n", problems));
        }
        return new ArrayList<>(all);
    }

    /** A kind of name. */
    public abstract static class OfKind extends Descriptor<MappedName> {

        /** Whether people who configure a folder may have it there. */
        public boolean isForFolders() {
            return true;
        }

        /** The kinds that may be added in a folder, or in all of Jenkins. */
        static List<OfKind> all(boolean inFolder) {
            List<OfKind> kinds = new ArrayList<>();
            for (Descriptor<MappedName> each : Jenkins.get().getDescriptorList(MappedName.class)) {
                if (each instanceof OfKind kind && (!inFolder || kind.isForFolders())) {
                    kinds.add(kind);
                }
            }
            return kinds;
        }

        static boolean mayConfigure(Item item) {
            return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
        }

        /** What a form says of a value; nothing to those who may not configure. */
        static FormValidation said(Item item, Optional<String> problem) {
            return mayConfigure(item) && problem.isPresent()
                    ? FormValidation.error(problem.get())
                    : FormValidation.ok();
        }
    }
}
