package io.countersign.promotion.yaml;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a YAML file to nodes that know their place. No object is ever constructed from it. */
final class YamlFile {
    private static final long LARGEST = 1 << 20;

    private YamlFile() {}

    static YamlMap read(Path file, Mistakes mistakes) {
        String text = text(file);
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(20);
            options.setNestingDepthLimit(20);
            // what new Yaml() would prepare besides is for making and writing objects, and takes most of the time
            Node root = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
                    .getSingleNode();
            if (root instanceof MappingNode mapping) {
                return new YamlMap("the file", mapping, mistakes);
            }
            mistakes.add(
                    Optional.ofNullable(root).map(Node::getStartMark),
                    root == null ? "the file is empty" : "the file is not a mapping",
                    "key: value");
        } catch (MarkedYAMLException e) {
            mistakes.add(Optional.ofNullable(e.getProblemMark()), String.valueOf(e.getProblem()), "YAML");
        } catch (YAMLException e) {
            mistakes.add(Optional.empty(), String.valueOf(e.getMessage()), "YAML");
        }
        mistakes.throwIfAny();
        throw new IllegalStateException("a mistake was recorded, so this is not reached");
    }

    private static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw CountersignException.problem(ProblemCode.FILE_MISSING)
                    .found("There is no file %s.", file)
                    .expected("the configuration of Countersign.")
                    .remedy("Run countersign:init to write a commented one, or name another file.")
                    .build();
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw CountersignException.problem(ProblemCode.CONFIGURATION_INVALID)
                        .found("%s has %d bytes.", file, Files.size(file))
                        .expected("at most 1 MiB.")
                        .remedy("Check that it is the right file.")
                        .build();
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw CountersignException.problem(ProblemCode.CONFIGURATION_INVALID)
                    .found("%s is not text in UTF-8.", file)
                    .remedy("Save it as UTF-8.")
                    .causedBy(e);
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                    .found("%s cannot be read: %s.", file, e.getMessage())
                    .remedy("Check its permissions.")
                    .causedBy(e);
        }
    }
}
