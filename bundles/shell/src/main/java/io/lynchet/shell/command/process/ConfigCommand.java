// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.process.ProcessControl;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.CommandUsageException;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TextTable;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code config}: shows and changes what Config Admin holds. */
public final class ConfigCommand implements Command {
    private static final String HIDDEN = "(hidden)";

    /** Passwords in URLs: behind the user's name, and among the parameters. */
    private static final Pattern IN_URL =
            Pattern.compile("(?<=://[^/@:?]{0,100}:)[^/@]*(?=@)|(?<=[?&](ssl)?password=)[^&]*");

    private static final Pattern SECRET = Pattern.compile(".*(password|secret|token|credential|key$).*");

    @Override
    public String name() {
        return "config";
    }

    @Override
    public String summary() {
        return "Shows configuration that differs from the defaults; sets keys";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "[set|unset|pid]", "[pid]", "[key]", "[value]")
                .json();
    }

    @Override
    public String guide() {
        return """
                Shows what files, the environment and the command line set. All else has its
                default, see docs/configuration.md. Values that look like secrets are hidden.

                  config
                  config io.lynchet.listener

                "set" changes a key at once and for later starts, "unset" removes the value
                again. Change what the environment or the command line sets there, not here.

                  config set io.lynchet.http accessLog true
                  config unset io.lynchet.http accessLog
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        List<String> words = arguments.operands();
        if (words.size() > 1 || words.equals(List.of("set")) || words.equals(List.of("unset"))) {
            ProcessControl.Effect effect = change(words, services);
            if (arguments.json()) {
                out.json(new JsonWriter()
                        .beginObject()
                        .name("effect")
                        .value(effect.name().toLowerCase(Locale.ROOT))
                        .endObject());
            } else {
                out.line(
                        effect == ProcessControl.Effect.NOW
                                ? "It takes effect now, and is kept."
                                : "The value is kept, and takes effect at the next start.");
            }
            return;
        }
        show(arguments, out, services);
    }

    private static ProcessControl.Effect change(List<String> words, ShellServices services) {
        ProcessControl control = services.need(ProcessControl.class, "launcher");
        if (words.size() == 4 && words.get(0).equals("set")) {
            return control.set(words.get(1), words.get(2), words.get(3));
        }
        if (words.size() == 3 && words.get(0).equals("unset")) {
            return control.unset(words.get(1), words.get(2));
        }
        throw new CommandUsageException("config takes nothing, a pid, set <pid> <key> <value>, or unset <pid> <key>");
    }

    private static void show(Arguments arguments, Output out, ShellServices services) {
        String wanted = arguments.optionalOperand(0).orElse(null);
        TextTable table = new TextTable().whole("PID").whole("KEY").text("VALUE");
        for (Map.Entry<String, Map<String, Object>> configuration :
                services.configurations().entrySet()) {
            String pid = configuration.getKey();
            if (wanted != null && !pid.equals(wanted)) {
                continue;
            }
            if (arguments.json()) {
                JsonWriter to = new JsonWriter()
                        .beginObject()
                        .name("pid")
                        .value(pid)
                        .name("values")
                        .beginObject();
                configuration.getValue().forEach((key, value) -> to.name(key).value(hidden(key, plain(value))));
                out.json(to.endObject().endObject());
            } else {
                configuration.getValue().forEach((key, value) -> table.row(pid, key, hidden(key, plain(value))));
            }
        }
        if (!arguments.json()) {
            if (table.isEmpty()) {
                out.note("Nothing is configured; all keys have their defaults.");
            } else {
                out.table(table);
            }
        }
    }

    private static Object hidden(String key, Object value) {
        if (SECRET.matcher(key.toLowerCase(Locale.ROOT)).matches()) {
            return HIDDEN;
        }
        return value instanceof String text ? IN_URL.matcher(text).replaceAll(HIDDEN) : value;
    }

    private static Object plain(Object value) {
        if (value.getClass().isArray()) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                items.add(plain(Array.get(value, i)));
            }
            return items;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return value instanceof Long || value instanceof Double || value instanceof Boolean ? value : value.toString();
    }
}
