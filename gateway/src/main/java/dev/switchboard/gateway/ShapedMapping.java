// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;

/// Finds the method for a request. The framework asks each of several hundred mappings in turn whether it fits, which
/// was a sixth of all processor time of a send; nearly all differ from the path in their length or a fixed word, and
/// those are left out here before they are asked. What is left the framework decides as ever.
final class ShapedMapping extends RequestMappingHandlerMapping {
    private static final ScopedValue<Path> ASKED = ScopedValue.newInstance();

    private final Map<RequestMappingInfo, List<Shape>> shapes = new ConcurrentHashMap<>();

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request) throws Exception {
        Path asked =
                Path.of(ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication());
        return ScopedValue.where(ASKED, asked).call(() -> super.lookupHandlerMethod(path, request));
    }

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo info, HttpServletRequest request) {
        if (ASKED.isBound()) {
            Path asked = ASKED.get();
            if (shapes.computeIfAbsent(info, ShapedMapping::shapes).stream().noneMatch(shape -> shape.mayFit(asked))) {
                return null;
            }
        }
        return super.getMatchingMapping(info, request);
    }

    private static List<Shape> shapes(RequestMappingInfo info) {
        var patterns = info.getPathPatternsCondition();
        return patterns == null
                ? List.of(Shape.ANY)
                : patterns.getPatterns().stream().map(Shape::of).toList();
    }

    /// A request's path, word by word.
    ///
    /// @param plain false if it has an empty word (`//`, or a slash at its end): its shape says nothing then
    record Path(List<String> words, boolean plain) {
        static Path of(PathContainer path) {
            List<String> words = new ArrayList<>();
            boolean separated = false;
            boolean plain = true;
            for (PathContainer.Element element : path.elements()) {
                if (element instanceof PathContainer.PathSegment segment) {
                    words.add(segment.valueToMatch());
                    separated = false;
                } else {
                    plain &= !separated;
                    separated = true;
                }
            }
            return new Path(List.copyOf(words), plain && !separated);
        }
    }

    /// What every path that a pattern fits has in common.
    ///
    /// @param words fixed words, or empty for one that may be any
    /// @param open whether more words may follow
    record Shape(List<String> words, boolean open) {
        static final Shape ANY = new Shape(List.of(), true);

        static Shape of(PathPattern pattern) {
            String text = pattern.getPatternString();
            if (text.length() < 2) {
                return ANY;
            }
            List<String> words = new ArrayList<>();
            for (String word : text.substring(1).split("/")) {
                if (word.contains("**") || word.startsWith("{*")) {
                    return new Shape(List.copyOf(words), true);
                }
                words.add(word.matches(".*[{*?\\\\].*") ? "" : word);
            }
            return new Shape(List.copyOf(words), false);
        }

        boolean mayFit(Path path) {
            if (!path.plain()) {
                return true;
            }
            int count = words.size();
            if (open ? path.words().size() < count : path.words().size() != count) {
                return false;
            }
            for (int i = count - 1; i >= 0; i--) {
                if (!words.get(i).isEmpty() && !words.get(i).equals(path.words().get(i))) {
                    return false;
                }
            }
            return true;
        }
    }
}
