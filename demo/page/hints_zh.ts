// What the library advises with an error, in Chinese; it says so itself in English.
export const kHints: { readonly [english: string]: string } = {
  'Check the wss:// address, its certificate, and the network.':
    '请检查 wss:// 地址、服务器证书和网络。',
  'Check user, authorizationUser and password.': '请检查 user、authorizationUser 和 password。',
  'Check username and credential.': '请检查 TURN 的用户名和密码。',
  'Check its address and port, and whether a firewall lets them through.':
    '请检查其地址和端口，以及防火墙是否放行。',
  'They must be registered at the server.': '对方须先在服务器上注册。',
  'The response names the place in Contact.': '新地址见响应中的 Contact。',
  'Ask the user to allow it in the site settings of the address bar.':
    '请点击地址栏旁的网站设置，允许使用该设备。',
  'The question was closed unanswered: ask again.': '授权提示未作选择就被关闭，请再试一次。',
  'The privacy settings of the system have a switch for it.':
    '请在操作系统的隐私设置中打开该权限。',
  'An iframe needs allow="microphone; camera", and Permissions-Policy must not exclude them.':
    'iframe 须带 allow="microphone; camera"，且 Permissions-Policy 不得禁止。',
  'Connect one, or call without it.': '请接入设备，或不使用它进行通话。',
  'Close the program that uses it.': '请关闭正在使用它的程序。',
  'Ask with ideal in place of exact.': '请用 ideal 代替 exact 提出要求。',
  'Try again, or plug it in again.': '请重试，或重新插拔设备。',
  'The cause tells what it says.': '浏览器的说明见 cause。',
  'Call it inside a click or key handler.': '请在点击或按键的处理函数中调用。',
  'Serve the page by https, or from localhost.': '请通过 https 或 localhost 打开此页面。',
  'A TURN server in iceServers may be needed.': '可能需要在 iceServers 中配置 TURN 服务器。',
  'A Content-Security-Policy needs wasm-unsafe-eval.':
    'Content-Security-Policy 须包含 wasm-unsafe-eval。',
  'Ask support() first.': '请先用 support() 查询是否支持。',
  'Use another browser.': '请更换浏览器。',
  'Please report it.': '请向我们报告此问题。',
};
