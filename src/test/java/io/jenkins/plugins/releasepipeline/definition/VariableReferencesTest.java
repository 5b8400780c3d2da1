package io.jenkins.plugins.releasepipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Literal;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Reference;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.UnresolvedReferenceException;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class VariableReferencesTest {
    @Test
    public void a_text_is_literals_and_references_in_their_order() {
        assertThat(VariableReferences.parse("v#{variables.Version}-#{Build.TAG}"))
                .containsExactly(
                        new Literal("v"),
                        new Reference("variables", "Version"),
                        new Literal("-"),
                        new Reference("Build", "TAG"));
    }

    @Test
    public void what_is_not_a_reference_is_literal_text() {
        for (String text :
                new String[] {"${HOME}", "#{}", "#{nodot}", "#{.key}", "#{ns.}", "#{ns. key}", "#{ns.key", "# {ns.key}"
                }) {
            assertThat(VariableReferences.parse(text)).as(text).containsExactly(new Literal(text));
        }
        assertThat(VariableReferences.parse("")).isEmpty();
    }

    @Test
    public void a_reference_may_stand_inside_shell_braces() {
        assertThat(VariableReferences.in("${x:-#{Source.CommitId}} #{a.b.c}"))
                .containsExactly(new Reference("Source", "CommitId"), new Reference("a", "b.c"));
    }

    @Test
    public void a_value_is_not_resolved_again() {
        Map<String, String> values = Map.of("a.b", "#{a.c}", "a.c", "never");
        assertThat(VariableReferences.resolve("<#{a.b}>", reference -> Optional.of(values.get(reference.name()))))
                .isEqualTo("<#{a.c}>");
    }

    @Test
    public void a_reference_without_a_value_is_named() {
        assertThatThrownBy(() -> VariableReferences.resolve("#{a.b}", reference -> Optional.empty()))
                .isInstanceOf(UnresolvedReferenceException.class)
                .hasMessage("The variable #{a.b} has no value");
    }
}
