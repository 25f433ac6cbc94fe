"""Ruby: everything is an expression, so a statement is whatever stands in a body."""

import re
from collections.abc import Iterator, Sequence

import tree_sitter_ruby
from tree_sitter import Node

from fpcache_ops.evidence.languages import LanguageTable
from fpcache_ops.evidence.languages.modules import (
    EVERYTHING,
    Ambient,
    Import,
    Listing,
    ModuleTable,
    Target,
    folder_of,
    joined,
    text_of,
)
from fpcache_ops.evidence.languages.scopes import (
    Binder,
    Callee,
    Doubt,
    Flow,
    Reach,
    Reflection,
    ScopeTable,
    Spelling,
    words,
)

_READS = words(
    """
    include? key? has_key? member? fetch dig keys values each each_with_index each_pair map flat_map
    collect select filter reject find detect find_by find_by_sql where order limit first last all
    any? none? empty? nil? size length count index join split strip chomp gsub sub tr match match?
    scan start_with? end_with? upcase downcase capitalize to_s to_sym to_i to_f to_a to_h to_json
    inspect hash dup clone freeze frozen? is_a? kind_of? respond_to? instance_of? class new call
    info debug warn error fatal log puts print render redirect_to head params request response
    session cookies headers body execute exec query select_all pluck exists? read write open get
    post path url name id value save reload errors valid? present? blank? reduce inject sum min max
    sort sort_by reverse uniq compact flatten zip take drop group_by partition format
    """
)

_SCOPE = ScopeTable(
    functions=words("method singleton_method"),
    classes={"class": "body", "module": "body", "singleton_class": "body"},
    imports=frozenset(),
    always=words("uninterpreted"),
    jumps=words("return"),
    class_effects=True,
    reopened=True,
    universal=words("Object BasicObject Kernel Module Class"),
    trailers=words("heredoc_body"),
    identifiers=words("identifier constant global_variable self super simple_symbol"),
    binders={
        "assignment": Binder(targets=("left",), value="right", reach=Reach.OPEN),
        "operator_assignment": Binder(
            targets=("left",), value="right", reach=Reach.OPEN, also_reads=True
        ),
        "for": Binder(targets=("pattern",), value="value", flow=Flow.ELEMENT, reach=Reach.OPEN),
        "exception_variable": Binder(reach=Reach.OPEN),
        "alias": Binder(targets=("name",), reach=Reach.OPEN),
    },
    bases=words("superclass"),
    patterns=words(
        """
        left_assignment_list destructured_left_assignment rest_assignment right_assignment_list
        parenthesized_statements
        """
    ),
    mixed_patterns=words("block_parameters lambda_parameters"),
    scopes=dict.fromkeys(words("method singleton_method"), ("body",)),
    parameters=dict.fromkeys(
        words(
            """
            optional_parameter splat_parameter keyword_parameter block_parameter
            hash_splat_parameter
            """
        ),
        "name",
    ),
    parameter_lists=words("method_parameters"),
    member_names=words("setter operator"),
    global_kinds=words("global_variable"),
    # A method of an ancestor, or a constant that another file defines.
    unbound_elsewhere=True,
    library_calls=words("require require_relative load autoload import using"),
    libraries={
        "json": words("JSON to_json"),
        "set": words("Set SortedSet to_set"),
        "time": words("Time"),
        "date": words("Date DateTime to_date to_datetime"),
        "securerandom": words("SecureRandom"),
        "digest": words("Digest"),
        "openssl": words("OpenSSL"),
        "erb": words("ERB"),
        "cgi": words("CGI"),
        "uri": words("URI"),
        "net/http": words("Net"),
        "open3": words("Open3"),
        "shellwords": words("Shellwords shellescape shellsplit shelljoin"),
        "fileutils": words("FileUtils"),
        "pathname": words("Pathname"),
        "tempfile": words("Tempfile"),
        "tmpdir": words("Dir mktmpdir"),
        "logger": words("Logger"),
        "yaml": words("YAML Psych to_yaml"),
        "csv": words("CSV to_csv parse_csv"),
        "base64": words("Base64"),
        "bigdecimal": words("BigDecimal"),
        "benchmark": words("Benchmark"),
        "forwardable": words("Forwardable"),
        "ostruct": words("OpenStruct"),
        "optparse": words("OptionParser"),
        "singleton": words("Singleton"),
        "stringio": words("StringIO"),
        "strscan": words("StringScanner"),
        "timeout": words("Timeout"),
        "zlib": words("Zlib"),
    },
    sigils="$@:?!=&",
    members={"scope_resolution": ("scope", "name")},
    subscripts={"element_reference": "object"},
    calls={"call": Callee(object="receiver", name="method")},
    argument_lists=words("argument_list"),
    accessors_call=True,
    mutating_operators={"binary": ("left", frozenset({"<<"}))},
    transparent=words("parenthesized_statements"),
    flows={
        **dict.fromkeys(
            words("interpolation heredoc_body class module singleton_class"), Flow.READ
        ),
        **dict.fromkeys(
            words(
                """
                program body_statement block_body block do_block then else ensure rescue begin
                begin_block end_block if unless while until case when elsif if_modifier
                unless_modifier while_modifier until_modifier rescue_modifier conditional binary
                unary argument_list do string_array symbol_array regex subshell
                """
            ),
            Flow.INHERIT,
        ),
    },
    literals=words(
        """
        comment integer float rational complex nil true false string_content escape_sequence
        hash_key_symbol heredoc_beginning heredoc_content heredoc_end character uninterpreted
        break next redo retry empty_statement forward_argument file line encoding
        """
    ),
    strings=words("string"),
    interpolations=words("interpolation"),
    symbols=words("simple_symbol"),
    immutables=words(
        """
        integer float rational complex nil true false simple_symbol hash_key_symbol character
        string_content escape_sequence comment regex string
        """
    ),
    composites=words(
        "parenthesized_statements unary binary conditional pair bare_string bare_symbol range"
    ),
    containers=words("array hash string string_array symbol_array heredoc_beginning subshell"),
    lambdas=words("lambda"),
    constructors=words("Array.new Hash.new Set.new String.new Set Array Hash"),
    inert=words("Regexp.new Logger.new Mutex.new Object.new"),
    freezing=words("freeze"),
    reads=frozenset(name.strip("?!=") for name in _READS),
    iterators=words(
        """
        each each_with_index each_pair map flat_map collect select filter reject find detect any
        all none reduce inject sort_by group_by partition first last fetch dig values take drop zip
        dup clone to_a sort min max sample slice each_value tap then
        """
    ),
    mutators=words(
        """
        push append << concat add add? insert prepend unshift pop shift delete delete_at delete_if
        clear replace merge update store keep_if fill collect map select reject uniq compact
        flatten sort sort_by shuffle rotate slice sub gsub strip chomp upcase downcase capitalize
        tr squeeze reverse []= send
        """
    )
    - _READS,
    mutator_prefixes=tuple(
        sorted(
            words(
                """
                set_ add_ register unregister enable disable configure config init_ override allow
                deny permit trust install put_ insert_ remove append_ extend include prepend update
                clear reset replace load_ skip_ before_ after_ around_ helper define undef alias
                class_eval module_eval instance_eval instance_variable_set const_set use
                """
            )
        )
    ),
    harmless_calls=dict.fromkeys(words("puts print p pp format Integer Float String"), Flow.READ),
    harmless_methods={
        **dict.fromkeys(
            words("include key member fetch info debug warn error start_with end_with is_a"),
            Flow.READ,
        ),
        "join": Flow.ELEMENT,
    },
    reflection={
        "eval": Reflection(doubt=Doubt.EVALUATES),
        "instance_eval": Reflection(doubt=Doubt.EVALUATES),
        "class_eval": Reflection(doubt=Doubt.EVALUATES),
        "module_eval": Reflection(doubt=Doubt.EVALUATES),
        "send": Reflection(doubt=Doubt.READS_BY_NAME),
        "public_send": Reflection(doubt=Doubt.READS_BY_NAME),
        "__send__": Reflection(doubt=Doubt.READS_BY_NAME),
        "method": Reflection(doubt=Doubt.READS_BY_NAME),
        "instance_variable_get": Reflection(doubt=Doubt.READS_BY_NAME),
        "instance_variable_set": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "define_method": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "const_set": Reflection(doubt=Doubt.WRITES_BY_NAME),
    },
    reflective_methods={
        "instance_eval": Reflection(doubt=Doubt.EVALUATES),
        "class_eval": Reflection(doubt=Doubt.EVALUATES),
        "module_eval": Reflection(doubt=Doubt.EVALUATES),
        "send": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "public_send": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "__send__": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "method": Reflection(doubt=Doubt.READS_BY_NAME),
        "instance_variable_get": Reflection(doubt=Doubt.READS_BY_NAME),
        "instance_variable_set": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "define_method": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "define_singleton_method": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "const_set": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "class_variable_set": Reflection(doubt=Doubt.WRITES_BY_NAME),
    },
    exits=words("exit abort raise fail halt throw"),
    builtins=words("self super"),
    builtins_change=True,
    self_word="self",
    self_kinds=words("self super"),
    own_kinds=words("instance_variable class_variable"),
    implicit_self=True,
    open_objects=True,
    implicit_members=words(
        "method_missing respond_to_missing inherited included extended const_missing initialize new"
    ),
    operator_members=re.compile(
        r"to_s|to_str|to_h|to_json|as_json|inspect|each|call|coerce|==|===|<=>|<<|\[\]"
    ),
    verbatim=words(
        """
        string string_array symbol_array delimited_symbol subshell regex heredoc_body
        heredoc_beginning character uninterpreted
        """
    ),
    comments=words("comment"),
    kept_comments=re.compile(
        rb"#!|#.*?(?:frozen[_-]string[_-]literal|coding\s*[:=]|shareable[_-]constant[_-]value|typed:)"
    ),
    extras=words("heredoc_body"),
    # What follows ``__END__`` is a node of its own.
    joints=(b"\\\r\n", b"\\\n", b"__END__"),
    spelling=Spelling(
        blocks=words("program body_statement block_body then else ensure"),
        rows=words("begin do"),
        lines=words("rescue ensure else elsif when"),
        closers=words("end"),
        brackets=words("argument_list method_parameters element_reference"),
        close={
            "call": frozenset({".", "&."}),
            "scope_resolution": frozenset({"::"}),
        },
        close_after={"unary": frozenset({"-", "+", "!", "~"})},
    ),
)


def _imports(node: Node) -> Iterator[Import]:
    """All that a required file defines."""
    method, arguments = (node.child_by_field_name(name) for name in ("method", "arguments"))
    first = arguments.named_children[0] if arguments and arguments.named_children else None
    if method is None or first is None or first.type != "string":
        return
    path = "".join(text_of(one) for one in first.named_children if one.type == "string_content")
    span = (node.start_byte, node.end_byte)
    match text_of(method):
        case "require_relative":
            yield Import(f"./{path}", EVERYTHING, "", *span)
        case "require" | "load" | "require_dependency":
            yield Import(path, EVERYTHING, "", *span)
        case _:
            return


def _find(files: Listing, at: str, module: str, name: str) -> Sequence[Target]:
    """A required file, for what it may hold; of a constant the file that has its name."""
    found: Sequence[str] = ()
    if module.startswith("./"):
        path = joined(folder_of(at), module)
        found = [one for one in (f"{path}.rb", path or "") if one in files]
    elif module:
        found = files.ending(f"{module.removesuffix('.rb')}.rb")
    elif name[:1].isupper():
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
        found = files.ending(f"{snake}.rb")
    return [Target(one, name, maybe=True) for one in found if one.endswith(".rb")]


_MODULES = ModuleTable(
    family="ruby",
    query="(call method: (identifier) arguments: (argument_list . (string))) @import",
    read=_imports,
    find=_find,
    ambient=Ambient.EVERYWHERE,
    spread=True,
)


TABLE = LanguageTable(
    name="ruby",
    extensions=("rb", "rake", "gemspec", "ru"),
    grammar="tree-sitter-ruby",
    load=tree_sitter_ruby.language,
    statements=frozenset(),
    compounds=words(
        """
        class module singleton_class method singleton_method if unless elsif else while until for
        case case_match when in_clause begin rescue ensure
        """
    ),
    body_fields=words("body consequence alternative"),
    body_kinds=words("body_statement block_body then do when in_clause else ensure rescue"),
    bodies=words(
        """
        program body_statement block_body then do else begin ensure parenthesized_statements
        begin_block end_block
        """
    ),
    scopes=words("class module method singleton_method"),
    lone_carriage_return_is_newline=True,
    encoding_cookie=True,
    scope=_SCOPE,
    modules=_MODULES,
)
