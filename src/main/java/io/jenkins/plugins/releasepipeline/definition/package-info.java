/**
 * What a pipeline is: the records of a definition, and how they are read, checked and written.
 *
 * <p>{@link io.jenkins.plugins.releasepipeline.definition.DefinitionReader} reads what people write. A document becomes a
 * tree whose values know their places; CloudFormation is brought into the shape of {@code get-pipeline}; the records are
 * made of that; the rules look at the records, and their findings get their places from the tree.
 */
package io.jenkins.plugins.releasepipeline.definition;
