// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import static io.lynchet.json.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.SourcePosition;
import io.lynchet.json.JsonNode.ArrayNode;
import io.lynchet.json.JsonNode.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
    @Test
    void read_ofEveryKind_givesPlainValues() {
        JsonNode node = JsonTree.read(
                utf8(" {\"a\":[1,-0,2.5,1e2,true,false,null],\"b\":\"\\u00e9\\n\\ud83d\\ude00\",\"\":{}} "));
        assertThat(node.plain())
                .isEqualTo(
                        Map.of("a", Arrays.asList(1L, 0.0, 2.5, 100.0, true, false, null), "b", "é\n😀", "", Map.of()));
        assertThat(node.text().text()).isEqualTo("{\"a\":[1,-0,2.5,1e2,true,false,null],\"b\":\"é\\n😀\",\"\":{}}");
    }

    @Test
    void read_keepsOrderAndBigNumbersAsWritten() {
        JsonNode node = JsonTree.read(utf8("{\"z\":12345678901234567890123,\"a\":1.10,\"m\":9223372036854775807}"));
        assertThat(node.text().text())
                .isEqualTo("{\"z\":12345678901234567890123,\"a\":1.10,\"m\":9223372036854775807}");
        assertThat(((ObjectNode) node).get("m").plain()).isEqualTo(Long.MAX_VALUE);
        assertThat(((ObjectNode) node).get("z").plain()).isEqualTo(1.2345678901234568E22);
    }

    @Test
    void plain_ofANumberBeyondDoubles_isAProblemWithItsPath() {
        JsonNode node = JsonTree.read(utf8("[1e999]"));
        assertThat(Refusals.places(node::plain)).containsExactly("INVALID_VALUE $[0]");
    }

    @Test
    void place_ofValuesAndNames_hasPathLineAndColumnInCharacters() {
        ObjectNode root =
                (ObjectNode) JsonTree.read(utf8("{\n  \"é😀\" : [ 1,\r\n\ttrue ],\r \"odd name\": {\"$x\": null}}"));
        ArrayNode array = (ArrayNode) root.get("é😀");
        assertThat(at(root.byName().get("é😀").place())).isEqualTo("$[\"é😀\"] 2:3");
        assertThat(at(array.place())).isEqualTo("$[\"é😀\"] 2:10");
        assertThat(at(array.items().get(0).place())).isEqualTo("$[\"é😀\"][0] 2:12");
        assertThat(at(array.items().get(1).place())).isEqualTo("$[\"é😀\"][1] 3:2");
        ObjectNode odd = (ObjectNode) root.get("odd name");
        assertThat(at(odd.byName().get("$x").place())).isEqualTo("$[\"odd name\"].$x 4:15");
        assertThat(odd.place().in("m.json")).isEqualTo(new SourcePosition("m.json", 4, 14));
    }

    private static String at(JsonPlace place) {
        return place.path() + " " + place.line() + ":" + place.column();
    }

    // One case between two bars.
    private static final String BROKEN_STRUCTURE =
            "| |\n|{|}|[|]|{]|[}|[1|[1,]|[,1]|[,]|[1,,2]|[1 2]|[1:2]|[1]]|{\"a\"}|{\"a\":}|{\"a\":1,}|{,}|{\"a\":1 \"b\":2}|{a:1}"
                    + "|{'a':1}|{1:1}|{null:1}|{\"a\" 1}|{\"a\":1:2}|{\"a\"::1}|{\"a\":1,\"a\":2}|{\"a\":1,\"\\u0061\":2}"
                    + "|[{\"x\":{\"b\":1,\"b\":1}}]|{\"a\nb\":1}";
    private static final String BROKEN_WORDS =
            "'a'|a|tru|True|TRUE|nul|nulll|truefalse|undefined|NaN|-NaN|Infinity|-Infinity|*|<a>";
    private static final String BROKEN_NUMBERS =
            "+1|-|+|--1|01|-01|00|1.|.1|-.1|1.e1|1e|1e+|1E-|1e1.5|1.2.3|0x1|1_000|1,000|\uff11|0b1|1f|1L";
    private static final String BROKEN_STRINGS =
            "\"|\"a|\"\\|\"\\x41\"|\"\\u12\"|\"\\u123g\"|\"\\U0041\"|\"\\'\"|\"\\a\"|\"\t\"|\"\n\"|\"\0\"|\"\u001f\""
                    + "|\"\\ud800\"|\"\\udc00\"|\"\\ud800x\"|\"\\ud800\\ud800\"|\"\\udc00\\ud800\"|\"\\uD83D\\u0041\""
                    + "|{\"\\ud800\":1}|[\"\\udFFF\"]";
    private static final String BROKEN_SURROUNDINGS =
            "\"a\"b|1 1|1 true|{}{}|[][]|{} x|{}//|//\n{}|/* */{}|#\n{}|{\"a\":/*x*/1}|{}\0|\u000b{}|\u00a0{}|\ufeff{}";

    private static Stream<String> notJson() {
        return Stream.of(BROKEN_STRUCTURE, BROKEN_WORDS, BROKEN_NUMBERS, BROKEN_STRINGS, BROKEN_SURROUNDINGS)
                .flatMap(cases -> Stream.of(cases.split("\\|")));
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void read_ofWhatIsNotJson_isRefused(String text) {
        LynchetException refusal = Refusals.of(() -> JsonTree.read(utf8(text)));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(refusal.getMessage()).matches("(?s)Line \\d+, column \\d+: .+|There is no JSON.*|.*byte order mark");
        assertThat(refusal.getMessage()).doesNotContain("StreamRead", "Source:", "REDACTED", "jackson", "Feature");
    }

    @ParameterizedTest
    @CsvSource({
        "22 80 22, 1, 2", // continuation alone
        "22 C3 22, 1, 2", // cut short
        "22 C0 80 22, 1, 2", // overlong NUL
        "22 C1 BF 22, 1, 2", // overlong
        "22 E0 80 AF 22, 1, 2", // overlong slash
        "22 F0 80 80 AF 22, 1, 2", // overlong slash
        "22 ED A0 80 22, 1, 2", // encoded surrogate
        "22 ED BF BF 22, 1, 2", // encoded surrogate
        "22 F4 90 80 80 22, 1, 2", // beyond U+10FFFF
        "22 F8 88 80 80 80 22, 1, 2", // five bytes
        "22 FE 22, 1, 2",
        "22 FF 22, 1, 2",
        "5B 0A 22 C3 A9 E2 82 22 5D, 2, 3", // second line, behind an é
        "22 F0 9F 98, 1, 2", // cut at the end
    })
    void read_ofBytesThatAreNotUtf8_namesTheFirstBadOne(String hex, int line, int column) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertThat(Refusals.of(() -> JsonTree.read(bytes)))
                .hasMessage("Line " + line + ", column " + column + ": the bytes are not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "UTF-16"})
    void read_ofAnotherEncoding_isRefused(String charset) {
        byte[] bytes = "{\"a\":1}".getBytes(java.nio.charset.Charset.forName(charset));
        assertThat(Refusals.of(() -> JsonTree.read(bytes)).code()).isEqualTo(ErrorCode.INVALID_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-1",
                "1.5e-10",
                "1E+2",
                "0e0",
                "123456789012345678901234567890",
                "\"\"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                "\"\\u0000\"",
                "\"\u007f\u0080\"",
                "\"\\uD834\\uDD1E\"",
                "\"\u2028\u2029\"",
                "\"\ufeff\"",
                "\"\uffff\"",
                "[]",
                "{}",
                "[[],{}]",
                "\t\r\n [ 1 ] \t\r\n",
                "{\"a\":{\"a\":{\"a\":1}}}",
                "true",
                "false",
                "null",
                "{\"\":0}",
                "{\"a\":1,\"A\":2}",
                "1e400",
                "-1e-400",
            })
    void read_ofJson_isAccepted(String text) {
        assertThatCode(() -> JsonTree.read(utf8(text))).doesNotThrowAnyException();
    }

    @Test
    void read_atTheLimits_isAccepted_beyond_isRefused() {
        assertThatCode(() -> JsonTree.read(utf8(nested(64)))).doesNotThrowAnyException();
        assertThat(Refusals.of(() -> JsonTree.read(utf8(nested(65)))).getMessage())
                .contains("nesting depth (65)", "maximum allowed (64)");
        assertThatCode(() -> JsonTree.read(utf8("9".repeat(100)))).doesNotThrowAnyException();
        assertThat(Refusals.of(() -> JsonTree.read(utf8("9".repeat(101)))).getMessage())
                .contains("length (101) exceeds the maximum allowed (100)");
        assertThat(Refusals.of(() -> JsonTree.read(utf8("0." + "9".repeat(100))))
                        .code())
                .isEqualTo(ErrorCode.INVALID_JSON);
        assertThatCode(() -> JsonTree.read(utf8("{\"" + "n".repeat(1_000) + "\":1}")))
                .doesNotThrowAnyException();
        assertThat(Refusals.of(() -> JsonTree.read(utf8("{\"" + "n".repeat(1_100) + "\":1}")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(Refusals.of(() -> JsonTree.read(new byte[JsonLimits.TREE_BYTES_MAX + 1]))
                        .code())
                .isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void read_ofTooManyValues_isRefusedBeforeTheyFillTheMemory() {
        String most = "[" + "0,".repeat(JsonLimits.TREE_VALUES_MAX - 2) + "0]";
        assertThatCode(() -> JsonTree.read(utf8(most))).doesNotThrowAnyException();
        assertThat(Refusals.of(() -> JsonTree.read(utf8("[" + "{},".repeat(1_300_000) + "0]"))))
                .hasMessage("The JSON text has more than 250000 values")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
    }

    @Test
    void place_isTheSameInWhicheverOrderItIsAskedFor() {
        StringBuilder text = new StringBuilder("[0");
        for (int i = 1; i < 300; i++) {
            text.append(i % 7 == 0 ? ",\r\n" : i % 5 == 0 ? ",\r" : i % 3 == 0 ? ",\n" : ",")
                    .append("\"é\"");
        }
        byte[] bytes = utf8(text + "]");
        List<JsonNode> inOrder = ((ArrayNode) JsonTree.read(bytes)).items();
        List<JsonNode> atRandom = ((ArrayNode) JsonTree.read(bytes)).items();
        List<String> places = inOrder.stream().map(node -> at(node.place())).toList();
        new Random(7)
                .ints(2_000, 0, places.size())
                .forEach(i -> assertThat(at(atRandom.get(i).place())).isEqualTo(places.get(i)));
    }

    @Test
    void read_ofAMillionBrackets_isRefusedWithoutAStackOverflow() {
        for (String bracket : List.of("[", "{\"a\":", "[{\"a\":")) {
            LynchetException refusal = Refusals.of(() -> JsonTree.read(utf8(bracket.repeat(500_000))));
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_JSON);
        }
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    @Test
    void duplicateName_isReportedAtTheSecondOne() {
        assertThat(Refusals.of(() -> JsonTree.read(utf8("{\"a\":1,\n \"a\":2}"))))
                .hasMessage("Line 2, column 2: the name \"a\" occurs twice");
    }

    @Test
    void trailingContent_isReportedWhereItBegins() {
        assertThat(Refusals.of(() -> JsonTree.read(utf8("{}\n {}"))))
                .hasMessage("Line 2, column 2: something follows behind the end of the value");
    }

    @Test
    void read_ofText_refusesHalfAPair() {
        assertThat(Refusals.of(() -> JsonTree.read("\"\ud800\"", "where")).code())
                .isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(JsonTree.read("[true]", "where").place().path()).isEqualTo("where");
    }

    @Test
    void read_ofDamagedTexts_neverFailsOtherwise() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] text = new JsonWriter().value(Samples.json(random, 4)).toBytes();
            for (int flips = random.nextInt(3); flips >= 0 && text.length > 0; flips--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            byte[] damaged = Arrays.copyOf(text, text.length - random.nextInt(2));
            try {
                JsonNode node = JsonTree.read(damaged);
                assertThat(new JsonWriter().node(node).toString()).isNotNull();
                assertThat(StandardCharsets.UTF_8
                                .newEncoder()
                                .canEncode(node.text().text()))
                        .isTrue();
            } catch (LynchetException e) {
                assertThat(e.code()).as("seed %d", seed).isEqualTo(ErrorCode.INVALID_JSON);
            }
        }
    }
}
