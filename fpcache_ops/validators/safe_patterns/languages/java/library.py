"""Names of the libraries' types: which package a simple name is of, and what is known of types.

A simple name is resolved by the imports; a class of the same package that has the name of one in
``java.lang``, or in a package imported on demand, is not reckoned with.
"""

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SERVLET = _words(
    """
    Servlet ServletRequest ServletResponse ServletContext ServletConfig ServletException Filter
    FilterChain FilterConfig RequestDispatcher ServletOutputStream ServletInputStream GenericServlet
    """
)
_HTTP = _words(
    """
    HttpServlet HttpServletRequest HttpServletResponse HttpSession Cookie HttpServletRequestWrapper
    """
)

PACKAGES: Mapping[str, frozenset[str]] = {
    "java.lang": _words(
        """
        Object String StringBuilder StringBuffer Integer Long Short Byte Double Float Boolean
        Character Number Math StrictMath System Runtime Process ProcessBuilder Thread Runnable Class
        Iterable CharSequence Comparable Void Override Exception RuntimeException Throwable Error
        IllegalArgumentException IllegalStateException NullPointerException NumberFormatException
        ClassNotFoundException InterruptedException UnsupportedOperationException SecurityException
        IndexOutOfBoundsException Cloneable AutoCloseable Enum Record ThreadLocal
        """
    ),
    "java.util": _words(
        """
        ArrayList LinkedList List Map HashMap LinkedHashMap TreeMap Hashtable HashSet LinkedHashSet
        TreeSet Set Collection Collections Arrays Vector Stack Queue Deque ArrayDeque Iterator
        Enumeration Properties Random Scanner Base64 UUID Locale Date Objects Optional
        StringTokenizer Comparator Formatter EnumMap IdentityHashMap WeakHashMap
        """
    ),
    "java.util.concurrent": _words("ConcurrentHashMap ThreadLocalRandom Callable TimeUnit"),
    "java.util.regex": _words("Pattern Matcher"),
    "java.util.function": _words("Function Supplier Consumer Predicate BiFunction UnaryOperator"),
    "java.io": _words(
        """
        File FileInputStream FileOutputStream FileReader FileWriter RandomAccessFile PrintWriter
        InputStream OutputStream Reader Writer BufferedReader InputStreamReader StringReader
        StringWriter ByteArrayInputStream ByteArrayOutputStream ObjectInputStream ObjectOutputStream
        IOException Serializable PrintStream BufferedWriter FileNotFoundException Closeable
        UncheckedIOException
        """
    ),
    "java.nio.file": _words("Path Paths Files FileSystems StandardOpenOption"),
    "java.nio.charset": _words("StandardCharsets Charset"),
    "java.net": _words(
        "URL URI URLDecoder URLEncoder HttpURLConnection URLConnection Socket InetAddress"
    ),
    "java.net.http": _words("HttpClient HttpRequest HttpResponse"),
    "java.security": _words(
        """
        MessageDigest SecureRandom Provider Security NoSuchAlgorithmException Key KeyFactory
        KeyPairGenerator Signature GeneralSecurityException
        """
    ),
    "java.sql": _words(
        """
        Connection Statement PreparedStatement CallableStatement ResultSet DriverManager
        SQLException Types Timestamp
        """
    ),
    "javax.sql": _words("DataSource"),
    "javax.crypto": _words("Cipher KeyGenerator SecretKey Mac SecretKeyFactory"),
    "javax.crypto.spec": _words("SecretKeySpec IvParameterSpec GCMParameterSpec PBEKeySpec"),
    "javax.naming": _words("Context InitialContext NamingEnumeration NamingException"),
    "javax.naming.directory": _words(
        "DirContext InitialDirContext SearchControls SearchResult Attributes"
    ),
    "javax.naming.ldap": _words("LdapContext InitialLdapContext"),
    "javax.servlet": _SERVLET,
    "jakarta.servlet": _SERVLET,
    "javax.servlet.http": _HTTP,
    "jakarta.servlet.http": _HTTP,
    "javax.persistence": _words("EntityManager Query TypedQuery PersistenceContext Entity"),
    "jakarta.persistence": _words("EntityManager Query TypedQuery PersistenceContext Entity"),
    "javax.xml.parsers": _words(
        "DocumentBuilder DocumentBuilderFactory SAXParser SAXParserFactory"
    ),
    "javax.xml.stream": _words("XMLInputFactory XMLStreamReader"),
    "javax.xml.transform": _words("TransformerFactory Transformer Source"),
    "javax.xml.transform.stream": _words("StreamSource StreamResult"),
    "javax.xml.validation": _words("SchemaFactory Schema Validator"),
    "javax.xml.xpath": _words("XPath XPathFactory XPathExpression XPathConstants"),
    "javax.xml": _words("XMLConstants"),
    "javax.script": _words("ScriptEngine ScriptEngineManager"),
    "org.w3c.dom": _words("Document SyntaxNode NodeList Element"),
    "org.xml.sax": _words("InputSource XMLReader"),
    "org.owasp.esapi": _words("ESAPI Encoder"),
    "org.owasp.encoder": _words("Encode"),
    "org.springframework.jdbc.core": _words("JdbcTemplate RowMapper"),
    "org.springframework.web.util": _words("HtmlUtils UriUtils JavaScriptUtils"),
    "org.hibernate": _words("Session SessionFactory"),
}

# Classes that one may extend without inheriting fields, or methods that could be meant instead.
_PLAIN_BASES = _words(
    """
    java.lang.Object java.lang.Exception java.lang.RuntimeException java.lang.Throwable
    java.lang.Thread java.lang.Error java.lang.IllegalArgumentException
    java.lang.IllegalStateException java.io.IOException
    javax.servlet.http.HttpServlet jakarta.servlet.http.HttpServlet
    javax.servlet.GenericServlet jakarta.servlet.GenericServlet
    javax.servlet.ServletException jakarta.servlet.ServletException
    """
)
_PLAIN_INTERFACES = _words(
    """
    java.lang.Runnable java.lang.Comparable java.lang.Iterable java.lang.Cloneable
    java.lang.AutoCloseable java.lang.CharSequence java.io.Serializable java.io.Closeable
    java.util.Comparator java.util.Iterator java.util.Enumeration java.util.concurrent.Callable
    java.util.function.Function java.util.function.Supplier java.util.function.Consumer
    java.util.function.Predicate java.util.function.BiFunction java.util.function.UnaryOperator
    javax.servlet.Filter jakarta.servlet.Filter javax.servlet.Servlet jakarta.servlet.Servlet
    """
)
PLAIN_BASES = _PLAIN_BASES | _PLAIN_INTERFACES

ROOTS = _words("java javax jakarta org com net io edu gov de uk fr nl ru cn jp")
"""First words of package names: a chain of names that begins so is no field."""

INTEGERS = _words("byte short int long char")
REALS = _words("float double")
NUMBERS = _words("byte short int long float double")
PRIMITIVES = INTEGERS | REALS | {"boolean"}
BOXES = frozenset(
    f"java.lang.{name}" for name in ("Integer", "Long", "Short", "Byte", "Double", "Float")
) | {"java.math.BigInteger", "java.math.BigDecimal"}
LEAVES = PRIMITIVES | BOXES | {"java.lang.String", "java.lang.Boolean", "java.lang.Character"}
"""Types without subtypes: no other overload takes their values rather."""

TEXT_METHODS: Mapping[str, str] = {
    **dict.fromkeys(
        _words("length indexOf lastIndexOf compareTo compareToIgnoreCase hashCode codePointAt"),
        "int",
    ),
    "charAt": "char",
}
"""Methods of texts that give a primitive value, whatever the text."""
