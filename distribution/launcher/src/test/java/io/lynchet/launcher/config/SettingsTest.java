// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.jar.Feature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final String STORE = "io.lynchet.store.sqlite";

    private final Settings settings = new Settings(new SettingCatalog(
            List.of(
                    setting(Settings.LAUNCHER, "port", "LYNCHET_PORT", "Integer", false, "0", "65535", List.of()),
                    setting(
                            STORE,
                            "readersMax",
                            "LYNCHET_STORE_SQLITE_READERS_MAX",
                            "Integer",
                            false,
                            "1",
                            "64",
                            List.of()),
                    setting(STORE, "ratio", "LYNCHET_STORE_SQLITE_RATIO", "Double", false, "0", "1", List.of()),
                    setting(
                            STORE,
                            "sync",
                            "LYNCHET_STORE_SQLITE_SYNC",
                            "String",
                            false,
                            null,
                            null,
                            List.of("FULL", "NORMAL")),
                    setting(STORE, "origins", "LYNCHET_STORE_SQLITE_ORIGINS", "String", true, null, null, List.of()),
                    setting(STORE, "checked", "LYNCHET_STORE_SQLITE_CHECKED", "Boolean", false, null, null, List.of())),
            new MovedSettings(Map.of(
                    STORE + ":cacheMax", "io.lynchet.page.cache:pagesMax", "io.lynchet.old.part", "io.lynchet.part"))));

    @TempDir
    Path folder;

    private static SettingKey setting(
            String pid,
            String key,
            String env,
            String type,
            boolean many,
            String min,
            String max,
            List<String> options) {
        return new SettingKey(pid, key, env, type, many, min, max, options);
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Map<String, Object> store() {
        settings.refuseProblems();
        return settings.forBundles().get(STORE);
    }

    @Test
    void layers_laterOverridesSingleKeysOfEarlier() throws IOException {
        file(STORE + ".json", "{\"readersMax\": 2, \"sync\": \"NORMAL\", \"checked\": true}");
        settings.addFolder(folder);
        settings.addEnvironment(Map.of("LYNCHET_STORE_SQLITE_READERS_MAX", "3", "HOME", "/root"), List.of());
        settings.addAssignment(STORE + ":sync=FULL");
        assertThat(store())
                .containsOnly(Map.entry("readersMax", 3), Map.entry("sync", "FULL"), Map.entry("checked", true));
    }

    @Test
    void feature_liesBelowAllOthers() {
        settings.addAssignment(STORE + ":readersMax=9");
        byte[] text = ("{\"configurations\": {\"" + STORE + "\": {\"readersMax\": 2, \"sync\": \"NORMAL\"}}}")
                .getBytes(StandardCharsets.UTF_8);
        settings.addFeature(Feature.read("store", text));
        assertThat(store()).containsOnly(Map.entry("readersMax", 9), Map.entry("sync", "NORMAL"));
    }

    @Test
    void arrays_areJsonInFilesAndCommasElsewhere() throws IOException {
        file(STORE + ".json", "{\"origins\": [\"http://a\", \"http://b\"]}");
        settings.addFolder(folder);
        assertThat(store().get("origins")).isEqualTo(new String[] {"http://a", "http://b"});
        settings.addAssignment(STORE + ":origins=http://c, http://d");
        assertThat(store().get("origins")).isEqualTo(new String[] {"http://c", "http://d"});
    }

    @Test
    void launcherKeys_areNotForBundles() {
        settings.put("--port", "port", "80");
        assertThat(settings.<Integer>launcher("port", 4321)).isEqualTo(80);
        assertThat(settings.launcher("host", "127.0.0.1")).isEqualTo("127.0.0.1");
        assertThat(settings.forBundles()).doesNotContainKey(Settings.LAUNCHER);
    }

    @Test
    void factoryPid_isKnownByItsFactory() throws IOException {
        file(STORE + "~second.json", "{\"readersMax\": 2}");
        settings.addFolder(folder);
        settings.refuseProblems();
        assertThat(settings.forBundles()).containsKey(STORE + "~second");
    }

    @Test
    void foreignPid_isKeptForADropIn() throws IOException {
        file("com.acme.hook.json", "{\"url\": \"http://x\", \"tags\": [\"a\"]}");
        settings.addFolder(folder);
        settings.refuseProblems();
        assertThat(settings.forBundles().get("com.acme.hook")).containsEntry("url", "http://x");
    }

    @Test
    void problems_areToldAllAtOnce_withPlaceKeyAndNearest() throws IOException {
        file(STORE + ".json", "{\"readerMax\": 2, \"checked\": \"yes\", \"sync\": \"SOMETIMES\", \"ratio\": 1.5}");
        file("io.lynchet.stor.sqlite.json", "{}");
        file("io.lynchet.launcher.json", "{\"port\": 70000");
        settings.addFolder(folder);
        settings.addEnvironment(Map.of("LYNCHET_STORE_SQLITE_READER_MAX", "1"), List.of());
        settings.addAssignment("nonsense");
        assertThatThrownBy(settings::refuseProblems)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(folder.resolve(STORE + ".json").toString())
                .hasMessageContaining("unknown key readerMax of " + STORE + ". Did you mean readersMax?")
                .hasMessageContaining("checked of " + STORE + " must be true or false, not yes")
                .hasMessageContaining("sync of " + STORE + " must be one of FULL, NORMAL, not SOMETIMES")
                .hasMessageContaining("ratio of " + STORE + " must be a number from 0 to 1, not 1.5")
                .hasMessageContaining("no bundle is configured by io.lynchet.stor.sqlite. Did you mean " + STORE + "?")
                .hasMessageContaining("not valid JSON")
                .hasMessageContaining(
                        "unknown variable LYNCHET_STORE_SQLITE_READER_MAX. Did you mean LYNCHET_STORE_SQLITE_READERS_MAX?")
                .hasMessageContaining("--set nonsense: expected pid:key=value");
    }

    @Test
    void movedKey_isToldItsNewName_howeverItIsGiven() throws IOException {
        file(STORE + ".json", "{\"cacheMax\": 2}");
        file(STORE + "~second.json", "{\"cacheMax\": 2}");
        settings.addFolder(folder);
        settings.addEnvironment(Map.of("LYNCHET_STORE_SQLITE_CACHE_MAX", "2"), List.of());
        settings.addAssignment(STORE + ":cacheMax=2");
        String told = "cacheMax of " + STORE + " is called pagesMax of io.lynchet.page.cache now.";
        assertThatThrownBy(settings::refuseProblems)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(folder.resolve(STORE + ".json") + ": " + told)
                .hasMessageContaining(folder.resolve(STORE + "~second.json") + ": " + told)
                .hasMessageContaining("--set: " + told)
                .hasMessageContaining(
                        "environment: LYNCHET_STORE_SQLITE_CACHE_MAX is called LYNCHET_PAGE_CACHE_PAGES_MAX now.")
                .hasMessageNotContaining("unknown");
    }

    @Test
    void movedPid_isToldItsNewName_howeverItIsGiven() throws IOException {
        file("io.lynchet.old.part.json", "{\"readersMax\": 2}");
        settings.addFolder(folder);
        settings.addEnvironment(Map.of("LYNCHET_OLD_PART_READERS_MAX", "2"), List.of());
        settings.addAssignment("io.lynchet.old.part~second:readersMax=2");
        String told = "io.lynchet.old.part is called io.lynchet.part now.";
        assertThatThrownBy(settings::refuseProblems)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(folder.resolve("io.lynchet.old.part.json") + ": " + told)
                .hasMessageContaining("--set: " + told)
                .hasMessageContaining(
                        "environment: LYNCHET_OLD_PART_READERS_MAX is called LYNCHET_PART_READERS_MAX now.")
                .hasMessageNotContaining("no bundle is configured");
    }

    @Test
    void policyOfPages_hasMovedToTheBundleThatServesThem() {
        assertThat(MovedSettings.OF_THIS_VERSION.key("io.lynchet.http", "contentSecurityPolicy"))
                .hasValue(
                        "contentSecurityPolicy of io.lynchet.http is called contentSecurityPolicy of io.lynchet.rest now.");
        assertThat(MovedSettings.OF_THIS_VERSION.variable("LYNCHET_HTTP_CONTENT_SECURITY_POLICY"))
                .hasValue("LYNCHET_HTTP_CONTENT_SECURITY_POLICY is called LYNCHET_REST_CONTENT_SECURITY_POLICY now.");
        assertThat(MovedSettings.OF_THIS_VERSION.variable("LYNCHET_HTTP_ACCESS_LOG"))
                .isEmpty();
    }

    @Test
    void outOfRange_isRefused() {
        settings.put("--port", "port", "70000");
        assertThatThrownBy(settings::refuseProblems)
                .hasMessageContaining(
                        "--port: port of io.lynchet.launcher must be a whole number from 0 to 65535, not 70000");
    }

    @Test
    void fractionForWholeNumber_isRefused() throws IOException {
        file(STORE + ".json", "{\"readersMax\": 2.5}");
        settings.addFolder(folder);
        assertThatThrownBy(settings::refuseProblems)
                .hasMessageContaining("must be a whole number from 1 to 64, not 2.5");
    }

    @Test
    void variablesOfKubernetesServices_areNotOurs() {
        settings.addEnvironment(
                Map.of(
                        "LYNCHET_PORT",
                        "tcp://10.0.0.1:4321",
                        "LYNCHET_SERVICE_HOST",
                        "10.0.0.1",
                        "LYNCHET_PORT_4321_TCP",
                        "x"),
                List.of());
        settings.refuseProblems();
        assertThat(settings.<Integer>launcher("port", 1)).isEqualTo(1);
    }

    @Test
    void variableReadElsewhere_isLeftAlone() {
        settings.addEnvironment(Map.of("LYNCHET_ADMIN_TOKEN", "secret"), List.of("LYNCHET_ADMIN_TOKEN"));
        settings.refuseProblems();
    }

    @Test
    void absentFolder_isNoProblem() {
        settings.addFolder(folder.resolve("absent"));
        settings.refuseProblems();
    }
}
