// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A Java source file, parsed but not resolved: the rules speak of shape and of names as written. */
public final class JavaSource {

    private final RepoFile file;
    private final CompilationUnitTree unit;
    private final DocTrees trees;

    private JavaSource(RepoFile file, CompilationUnitTree unit, DocTrees trees) {
        this.file = file;
        this.unit = unit;
        this.trees = trees;
    }

    static List<JavaSource> parse(List<RepoFile> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        List<SimpleJavaFileObject> inputs = new ArrayList<>();
        files.forEach(f -> inputs.add(new Input(f)));
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, diagnostic -> {}, List.of("-proc:none"), null, inputs);
        DocTrees trees = DocTrees.instance(task);
        List<JavaSource> sources = new ArrayList<>();
        try {
            // The units come in the order of the inputs.
            Iterator<? extends CompilationUnitTree> units = task.parse().iterator();
            for (RepoFile file : files) {
                sources.add(new JavaSource(file, units.next(), trees));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(sources);
    }

    public RepoFile file() {
        return file;
    }

    public String path() {
        return file.path();
    }

    public CompilationUnitTree unit() {
        return unit;
    }

    /** The name of the package, empty where there is none. */
    public String packageName() {
        return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    }

    /** The line on which this begins, counted from 1. */
    public int line(Tree tree) {
        return lineAt(trees.getSourcePositions().getStartPosition(unit, tree));
    }

    /** The number of lines from the first to the last character of this, comments above it not counted. */
    public int lines(Tree tree) {
        return lineAt(trees.getSourcePositions().getEndPosition(unit, tree)) - line(tree) + 1;
    }

    /** The characters of this as written. */
    public String written(Tree tree) {
        long from = trees.getSourcePositions().getStartPosition(unit, tree);
        long to = trees.getSourcePositions().getEndPosition(unit, tree);
        return file.text().substring((int) from, (int) to);
    }

    /** Whether a documentation comment stands above this. */
    public boolean documented(TreePath path) {
        String comment = trees.getDocComment(path);
        return comment != null && !comment.isBlank();
    }

    private int lineAt(long position) {
        return position < 0 ? 1 : (int) unit.getLineMap().getLineNumber(position);
    }

    private static final class Input extends SimpleJavaFileObject {
        private final RepoFile file;

        Input(RepoFile file) {
            super(URI.create("tree:///" + file.path().replace(' ', '_')), Kind.SOURCE);
            this.file = file;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return file.text();
        }
    }
}
