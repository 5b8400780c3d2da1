package io.jenkins.plugins.releasepipeline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Says in a second what {@link MutationTest} would say after minutes: that a line of the engine has changed. */
public class MutationListTest {

    @Test
    public void every_fault_of_the_list_has_its_line_in_the_engine() throws Exception {
        Path sources = Mutation.sources();
        List<String> problems = new ArrayList<>();
        for (Mutation mutation : Mutation.list()) {
            try {
                mutation.applyTo(Files.readString(sources.resolve(mutation.file())));
            } catch (AssertionError e) {
                problems.add(e.getMessage());
            }
        }
        assertThat(problems).isEmpty();
    }
}
