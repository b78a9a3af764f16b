// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules.calls;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a call formats something that looks different by locale, such as the digits of {@code %d}, and leaves the
 * locale to the machine. A format that can't be seen in the source counts as one.
 */
final class LocaleFormat {
    private static final Pattern BY_LOCALE = Pattern.compile("%(\\d+\\$)?[-#+ 0,(<]*\\d*(\\.\\d+)?[dfeEgGaAtTS]");

    private static final Set<String> CASES = Set.of("toLowerCase", "toUpperCase");

    private LocaleFormat() {}

    static boolean isUsedBy(MethodInvocationTree call, CompilationUnitTree unit) {
        if (!(call.getMethodSelect() instanceof MemberSelectTree select)) {
            return false;
        }
        String method = select.getIdentifier().toString();
        if (CASES.contains(method)) {
            return call.getArguments().isEmpty();
        }
        if (method.equals("formatted")) {
            return isByLocale(select.getExpression(), unit);
        }
        return method.equals("format")
                && select.getExpression().toString().equals("String")
                && !call.getArguments().get(0).toString().startsWith("Locale.")
                && isByLocale(call.getArguments().get(0), unit);
    }

    private static boolean isByLocale(ExpressionTree format, CompilationUnitTree unit) {
        String text = text(format, unit);
        return text == null || BY_LOCALE.matcher(text).find();
    }

    /** The value of an expression, or null when it can't be seen. */
    private static String text(ExpressionTree expression, CompilationUnitTree unit) {
        if (expression instanceof LiteralTree literal) {
            return String.valueOf(literal.getValue());
        }
        if (expression instanceof ParenthesizedTree inner) {
            return text(inner.getExpression(), unit);
        }
        if (expression instanceof BinaryTree sum) {
            String left = text(sum.getLeftOperand(), unit);
            String right = text(sum.getRightOperand(), unit);
            return left == null || right == null ? null : left + right;
        }
        return expression instanceof IdentifierTree name ? constant(name, unit) : null;
    }

    private static String constant(IdentifierTree name, CompilationUnitTree unit) {
        return new TreeScanner<String, Void>() {
            @Override
            public String visitVariable(VariableTree variable, Void nothing) {
                boolean found = variable.getName().equals(name.getName()) && variable.getInitializer() != null;
                return found ? text(variable.getInitializer(), unit) : super.visitVariable(variable, null);
            }

            @Override
            public String reduce(String one, String other) {
                return one == null ? other : one;
            }
        }.scan(unit, null);
    }
}
