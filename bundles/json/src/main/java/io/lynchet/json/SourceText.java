// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.json.text.TextPosition;
import io.lynchet.json.text.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** A JSON text and the parser over it. It is stricter than Jackson and turns Jackson's errors into its own. */
public final class SourceText {
    // Names come from clients, so they are not interned. Buffers are pooled but not per thread, which would cost memory
    // for each virtual thread.
    private static final JsonFactory STRANGERS = factory(StreamReadConstraints.builder()
            .maxNestingDepth(JsonLimits.DEPTH_MAX)
            .maxStringLength(JsonLimits.STRING_CHARS_MAX)
            .maxNameLength(JsonLimits.NAME_CHARS_MAX)
            .maxNumberLength(JsonLimits.NUMBER_CHARS_MAX)
            .build());

    // Stored text must be readable, whatever bundles have written into it.
    private static final JsonFactory OURS = factory(StreamReadConstraints.builder()
            .maxNestingDepth(2_000)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .build());

    private static final Pattern ASIDES = Pattern.compile(
            ", from `[^`]*`| \\((for \\w+ starting at|start marker at|not recognized as one) .*|: enable `.*");

    private final byte[] bytes;
    private final JsonFactory factory;
    private volatile TextPosition lastAsked = TextPosition.START;
    private boolean escapedSurrogates;
    private JsonParser parser;

    private SourceText(byte[] bytes, JsonFactory factory) {
        this.bytes = bytes;
        this.factory = factory;
    }

    /** Wraps a text from outside, to which all limits apply. */
    public static SourceText of(byte[] bytes) {
        return new SourceText(bytes, STRANGERS);
    }

    /** Wraps a text that this package has written. */
    public static SourceText stored(byte[] bytes) {
        return new SourceText(bytes, OURS);
    }

    private static JsonFactory factory(StreamReadConstraints constraints) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                .streamReadConstraints(constraints)
                .build();
    }

    /** A reading with the parser, which is at the first token. */
    public interface Reading<T> {
        T apply(JsonParser parser) throws IOException;
    }

    /** Reads the only value of the text. The reading must leave the parser on the last token of that value. */
    public <T> T parse(Reading<T> reading) {
        checkBytes();
        try (JsonParser opened = factory.createParser(bytes)) {
            parser = opened;
            if (opened.nextToken() == null) {
                throw new LynchetException(ErrorCode.INVALID_JSON, "There is no JSON: the text is empty");
            }
            T value = reading.apply(opened);
            if (opened.nextToken() != null) {
                throw new JsonParseException(
                        opened, "something follows behind the end of the value", opened.currentTokenLocation());
            }
            return value;
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            throw invalid(at < 0 ? bytes.length : (int) Math.min(at, bytes.length), plainMessage(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        } finally {
            parser = null;
        }
    }

    /** Returns the byte offset of the parser's token. */
    int offset() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Returns the string at the parser. */
    public String string() throws IOException {
        String text = parser.getText();
        if (escapedSurrogates && !JsonLimits.isWellFormed(text)) {
            throw new JsonParseException(
                    parser, "an escape stands for half of a surrogate pair", parser.currentTokenLocation());
        }
        return text;
    }

    /** Returns the name at the parser. */
    public String name() throws IOException {
        return string();
    }

    /** Returns the error for a second member with the name at the parser. */
    public JsonParseException duplicate(String name) {
        return new JsonParseException(
                parser, "the name " + Problems.quote(name) + " occurs twice", parser.currentTokenLocation());
    }

    /** Writes the value at the parser, compact, and leaves the parser on its last token. */
    public void copy(JsonWriter to) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> copyObject(to);
            case START_ARRAY -> {
                to.beginArray();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    copy(to);
                }
                to.endArray();
            }
            case VALUE_STRING -> to.value(string());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.literal(parser.getText());
            case VALUE_TRUE -> to.value(true);
            case VALUE_FALSE -> to.value(false);
            default -> to.nullValue();
        }
    }

    /** Returns the value at the parser as it was written, and leaves the parser on its last token. */
    public String verbatim() throws IOException {
        int start = offset();
        parser.skipChildren();
        // The parser reads a string to its end only on request.
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private void copyObject(JsonWriter to) throws IOException {
        to.beginObject();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = name();
            if (!names.add(name)) {
                throw duplicate(name);
            }
            parser.nextToken();
            copy(to.name(name));
        }
        to.endObject();
    }

    /** Returns line and column of a byte. */
    TextPosition positionOf(int offset) {
        // Places mostly come in the order of the text, so each search continues where the last one ended.
        TextPosition known = lastAsked;
        TextPosition start = known.offset() <= offset ? known : TextPosition.START;
        TextPosition found = start.forward(bytes, offset);
        lastAsked = found;
        return found;
    }

    private void checkBytes() {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw new LynchetException(ErrorCode.INVALID_JSON, "The text starts with a byte order mark");
        }
        int checked = Utf8.check(bytes);
        if (checked < 0) {
            throw invalid(-checked - 1, "the bytes are not UTF-8");
        }
        escapedSurrogates = checked == Utf8.WITH_ESCAPED_SURROGATES;
    }

    private LynchetException invalid(int offset, String what) {
        TextPosition at = positionOf(offset);
        return new JsonSyntaxException(at.line(), at.column(), what);
    }

    // Jackson's messages name its own settings, and a source that it does not show.
    private static String plainMessage(JsonProcessingException e) {
        return ASIDES.matcher(e.getOriginalMessage()).replaceAll("");
    }
}
