// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import io.lynchet.itests.tidy.rules.calls.ForbiddenCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small trees that break one rule each, and what the rule has to say about them. */
final class Samples {

    /**
     * One sample.
     *
     * @param rule the name of the rule that it breaks
     * @param tree the files
     * @param says a part of what the rule must answer
     */
    record Bad(String rule, RepoTree tree, String says) {
        static Bad of(String rule, String says, RepoFile... files) {
            return new Bad(rule, RepoTree.of(files), says);
        }

        @Override
        public String toString() {
            return rule + " says \"" + says + "\"";
        }
    }

    static final String HEADER = "// SPDX-License-Identifier: Apache-2.0\n// Copyright the Lynchet authors.\n";
    private static final String DOCS = "distribution/src/main/docs/";
    private static final String MAIN = "bundles/data/src/main/java/io/lynchet/data/";
    private static final String TEST = "bundles/data/src/test/java/io/lynchet/data/";
    private static final String API = "bundles/api/src/main/java/io/lynchet/api/";

    private Samples() {}

    static List<Bad> all() {
        return Stream.of(files(), bundles(), shapes(), calls())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Bad> files() {
        return List.of(
                Bad.of("layout", "distribution/src/main/docs", text("docs/guide.md", "# Guide")),
                Bad.of("layout", "is missing", text("pom.xml", "<project/>")),
                Bad.of("header", "exactly these two lines", text(MAIN + "A.java", "package io.lynchet.data;\n")),
                Bad.of("header", "exactly these two", text(MAIN + "A.java", HEADER + "// More.\npackage a;\n")),
                Bad.of("unfinished-marks", "open an issue", text("README.md", "# A\n\nTO" + "DO: write this.\n")),
                Bad.of("unfinished-marks", "open an issue", inClass("int a; // FIX" + "ME later")),
                Bad.of("file-weight", "in the build", new RepoFile("distribution/big.bin", 2_000_000, () -> "")),
                Bad.of("changelog-form", "is missing", text("README.md", "# A")),
                Bad.of(
                        "changelog-form",
                        "first section",
                        text("CHANGELOG.md", "# Changelog\n\n## 1.0.0 - 2026-01-31\n")),
                Bad.of(
                        "changelog-form",
                        "in this order",
                        text("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n### Fixed\n")),
                Bad.of(
                        "changelog-form",
                        "1.2.3 - 2026-01-31",
                        text("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## Version one\n")),
                Bad.of("doc-links", "links to gone.md", text(DOCS + "a.md", "See [it](gone.md#x).")),
                Bad.of(
                        "doc-links",
                        "no such heading",
                        text(DOCS + "a.md", "See [it](b.md#x)."),
                        text(DOCS + "b.md", "# Y\n\n```\n# x\n```\n")),
                Bad.of("doc-links", "no such heading", text(DOCS + "a.md", "# A\n\nSee [above](#gone).")),
                Bad.of(
                        "doc-index",
                        "can't be reached",
                        text(DOCS + "README.md", "# Index\n\n[a](a.md), `[c](c.md)`"),
                        text(DOCS + "a.md", "# A"),
                        text(DOCS + "c.md", "# C")),
                Bad.of("doc-index", "can't be reached", text(DOCS + "a.md", "# A")),
                Bad.of(
                        "kit-lists",
                        "is named in no guide",
                        text("itests/kits/testkit/src/main/java/io/lynchet/testkit/store/StoreGoneContract.java", ""),
                        text(DOCS + "a.md", "StoreGoneContracts and TheStoreGoneContract")),
                Bad.of("page-length", "has 1501 words", text(DOCS + "a.md", "word ".repeat(1_501))));
    }

    private static List<Bad> bundles() {
        String pom = "bundles/http/pom.xml";
        String described = "<project><description>Routes.</description></project>";
        return List.of(
                Bad.of("part-table", "| `bundles/http` | Routes. |", text(pom, described)),
                Bad.of(
                        "part-table",
                        "lists what no pom says",
                        text(pom, described),
                        text(
                                DOCS + "architecture.md",
                                "# A\n\n## Parts\n\n| `bundles/http` | Routes. |\n| `bundles/gone` | Nothing. |\n")),
                Bad.of("parts", "is not built", text("pom.xml", "<project/>"), text(pom, "")),
                Bad.of("parts", "never runs", text(pom, ""), text("bundles/http/bnd.bnd", "")),
                Bad.of("parts", "no bundle below", text("features/a.json", "{\"id\": \"io.lynchet:lynchet-gone\"}")),
                Bad.of("bundle-folder", "one job", text(pom, ""), text("bundles/http/README.md", "# http\n")),
                Bad.of("bundle-folder", "no bnd.bnd", text(pom, "")),
                Bad.of(
                        "bundle-folder",
                        "no place for a bundle",
                        text("itests/kits/testkit/pom.xml", ""),
                        text("itests/kits/testkit/bnd.bnd", "")),
                Bad.of(
                        "bundle-folder",
                        "below io.lynchet.http",
                        text(pom, ""),
                        text("bundles/http/src/main/java/io/lynchet/data/A.java", "")),
                Bad.of("pom-dependencies", "ask for its service", text(pom, needs("io.lynchet", "lynchet-data", ""))),
                Bad.of(
                        "pom-dependencies",
                        "only home is [store-sqlite]",
                        text(pom, needs("org.xerial", "sqlite-jdbc", ""))),
                Bad.of("pom-dependencies", "root pom", text(pom, needs("a", "b", "<version>1</version>"))),
                Bad.of(
                        "pom-dependencies",
                        "api stands on nothing",
                        text("bundles/api/pom.xml", needs("org.slf4j", "slf4j-api", ""))),
                Bad.of(
                        "exported-packages",
                        "without a version",
                        text(API + "package-info.java", HEADER + "/** A. */\n@Export\npackage io.lynchet.api;\n")),
                Bad.of(
                        "exported-packages",
                        "without Javadoc",
                        text(API + "package-info.java", "@Export @Version(\"0.1.0\") package io.lynchet.api;")),
                Bad.of(
                        "exported-packages",
                        "before the first release it is 0.1.0",
                        text(
                                API + "package-info.java",
                                "/** A. */ @Export @Version(\"1.0.0\") package io.lynchet.api;")),
                Bad.of(
                        "exported-packages",
                        "only api and json",
                        text(
                                MAIN + "package-info.java",
                                "/** A. */ @Export @Version(\"1.0.0\") package io.lynchet.data;")),
                Bad.of(
                        "exported-packages",
                        "needs a package-info",
                        text(API + "A.java", "package io.lynchet.api; class A {}")));
    }

    private static List<Bad> shapes() {
        return List.of(
                Bad.of("api-javadoc", "A has no Javadoc", text(API + "A.java", "public interface A {}")),
                Bad.of(
                        "api-javadoc",
                        "get has no Javadoc",
                        text(API + "A.java", "/** A. */ public interface A { int get(int a); }")),
                Bad.of(
                        "api-javadoc",
                        "B has no Javadoc",
                        text(API + "A.java", "/** A. */ public interface A { record B() {} }")),
                Bad.of("file-size", "has 401 lines", text(MAIN + "A.java", "\n".repeat(401))),
                Bad.of("file-size-hard", "split it", text(TEST + "A.java", "\n".repeat(601))),
                Bad.of("package-size", "has 26 files", crowd(26)),
                Bad.of("method-size", "has 71 lines", inClass("void a() {\n" + "int i;\n".repeat(69) + "}")),
                Bad.of("constructor-size", "6 parameters", inClass("A(int a, int b, int c, int d, int e, int f) {}")),
                Bad.of("type-names", "StoreImpl says nothing", text(MAIN + "StoreImpl.java", "class StoreImpl {}")),
                Bad.of("type-names", "AbstractStore says", text(MAIN + "AbstractStore.java", "class AbstractStore {}")),
                Bad.of("type-names", "RowUtils says", inClass("static class RowUtils {}")),
                Bad.of(
                        "one-name",
                        "is a type of bundles/data and of bundles/http",
                        text(MAIN + "Member.java", "class Member {}"),
                        text("bundles/http/src/main/java/io/lynchet/http/Member.java", "class Member {}")),
                Bad.of("type-names", "IStore says nothing", text(MAIN + "IStore.java", "interface IStore {}")),
                Bad.of(
                        "test-names",
                        "works does not name",
                        text(TEST + "ATest.java", "class ATest { @Test void works() {} }")),
                Bad.of("skipped-tests", "switches a test off", text(TEST + "ATest.java", "@Disabled class ATest {}")),
                Bad.of("swallowed-exceptions", "swallows", inClass("void a() { try { b(); } catch (E e) { } }")),
                Bad.of(
                        "swallowed-exceptions",
                        "swallows",
                        inClass("void a() { try { b(); } catch (E e) { /* ok */ } }")));
    }

    private static List<Bad> calls() {
        List<String> product = List.of(
                "System.getenv(\"A\")",
                "System.getProperty(\"a\")",
                "System.exit(1)",
                "System.out.println()",
                "java.lang.System.err.println()",
                "e.printStackTrace()",
                "Thread.sleep(1)",
                "TimeUnit.SECONDS.sleep(1)",
                "new Thread(() -> run())",
                "new Thread(task, \"name\")",
                "queue = new LinkedBlockingQueue<>()",
                "map(Thread::new)",
                "timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS)",
                "timer.scheduleAtFixedRate(() -> look(), 1, 1, TimeUnit.SECONDS)",
                "Executors.newCachedThreadPool()",
                "\"%03d\".formatted(1)",
                "String.format(\"seq %,d of %s\", 1, 2)",
                "given.formatted(1)",
                "name.toLowerCase()");
        List<Bad> bad = new ArrayList<>();
        product.forEach(c -> bad.add(Bad.of("forbidden-calls", "is not for here", inClass("void a() { " + c + "; }"))));
        bad.add(Bad.of(
                "forbidden-calls", "seed", text(TEST + "ATest.java", "class ATest { Random r = new Random(); }")));
        bad.add(Bad.of(
                "forbidden-calls",
                "Thread.sleep is not for here",
                text(TEST + "ATest.java", "import static java.lang.Thread.sleep; class A { { sleep(1); } }")));
        return bad;
    }

    /** The rules as the samples need them: without the places that the real tree allows. */
    static Rule rule(String name) {
        return name.equals("forbidden-calls")
                ? new ForbiddenCalls("")
                : Rules.all().stream()
                        .filter(r -> r.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static RepoFile[] crowd(int files) {
        return IntStream.range(0, files)
                .mapToObj(i -> text(TEST + "A" + i + "Test.java", "class A {}"))
                .toArray(RepoFile[]::new);
    }

    static RepoFile inClass(String member) {
        return text(MAIN + "A.java", "class A {\n" + member + "\n}\n");
    }

    static RepoFile text(String path, String text) {
        return RepoFile.of(path, text);
    }

    static String needs(String group, String artifact, String more) {
        return "<project><dependencies><dependency><groupId>" + group + "</groupId><artifactId>" + artifact
                + "</artifactId>" + more + "</dependency></dependencies></project>";
    }
}
