package io.jenkins.plugins.releasepipeline.action;

/**
 * Checks one type of rule of a stage condition (reference §1.10): the extension point for conditions.
 *
 * <p>A check is an attempt like that of an action, with the same guarantees. {@link ActionContext#action()} is the rule in
 * the shape of an action whose category is {@code Rule}. The result says:
 *
 * <ul>
 *   <li>succeeded: the rule passes;
 *   <li>failed with {@link FailureType#JobFailed}: it does not pass;
 *   <li>failed with any other type: it could not be checked. That counts as not passed, but neither skips a stage nor
 *       rolls it back.
 * </ul>
 */
public interface RuleProvider extends ActionProvider {}
